import { expect, test } from 'vitest';
import { nodeIdFrom, understandAlfrescoAddress } from '../../src-main/adapters/servers/alfresco-address.ts';
import { saying } from '../fakes/saying.ts';

const here = 'https://records.example.com/alfresco';
const uuid = '3ea71d75-e2fa-4f23-9239-438c9b048574';

const understood: [text: string, baseUrl: string, tenant?: string][] = [
  ['records.example.com', here],
  ['  records.example.com/ ', here],
  ['RECORDS.Example.COM', here],
  ['records.example.com:8443', 'https://records.example.com:8443/alfresco'],
  ['records.example.com:80', 'http://records.example.com/alfresco'],
  ['//records.example.com/share', here],
  ['records', 'https://records/alfresco'],
  ['localhost:8080', 'http://localhost:8080/alfresco'],
  ['localhost', 'http://localhost/alfresco'],
  ['127.0.0.1:18080/alfresco', 'http://127.0.0.1:18080/alfresco'],
  ['https://localhost:8443', 'https://localhost:8443/alfresco'],
  ['192.168.1.20:8080', 'https://192.168.1.20:8080/alfresco'],
  ['[::1]:8080', 'http://[::1]:8080/alfresco'],
  ['[2001:db8::7]:8443/alfresco/', 'https://[2001:db8::7]:8443/alfresco'],
  ['2001:db8::7', 'https://[2001:db8::7]/alfresco'],
  ['fd00::7', 'https://[fd00::7]/alfresco'],
  ['http://records.example.com', 'http://records.example.com/alfresco'],
  ['HTTPS://records.example.com/ALFRESCO', here],
  ['https://records.example.com/alfresco', here],
  ['https://records.example.com/alfresco//', here],
  ['https://records.example.com/alfresco/service/index', here],
  ['https://records.example.com/share', here],
  ['https://records.example.com/share/page/', here],
  ['https://records.example.com/share/page/site/hr/documentlibrary#filter=path%7C%2F2026&page=1', here],
  [`https://records.example.com/share/page/document-details?nodeRef=workspace://SpacesStore/${uuid}`, here],
  [
    `https://records.example.com/share/proxy/alfresco/api/node/content/workspace/SpacesStore/${uuid}/a.pdf`,
    here,
  ],
  ['https://records.example.com/content-app/#/personal-files', here],
  ['https://records.example.com/workspace/#/libraries', here],
  ['https://records.example.com/#/libraries/3ea71d75', here],
  [
    'https://records.example.com/ecm/share/page/user/ada/dashboard',
    'https://records.example.com/ecm/alfresco',
  ],
  ['https://records.example.com/ecm/alfresco/s/api', 'https://records.example.com/ecm/alfresco'],
  ['https://records.example.com/alfresco/api/-default-/public/alfresco/versions/1', here, '-default-'],
  [
    `https://records.example.com/alfresco/api/-default-/public/alfresco/versions/1/nodes/${uuid}?include=path`,
    here,
    '-default-',
  ],
  [
    'https://records.example.com/alfresco/api/acme.example/public/search/versions/1/search',
    here,
    'acme.example',
  ],
  ['https://records.example.com/alfresco/api/discovery', here],
  [
    'https://records.example.com/repo/api/-default-/public/alfresco/versions/1',
    'https://records.example.com/repo',
    '-default-',
  ],
  [
    'https://records.example.com/api/-default-/public/alfresco/versions/1',
    'https://records.example.com',
    '-default-',
  ],
  ['https://records.example.com/alfresco?alf_ticket=TICKET_1234#x', here],
  ['bücher.example', 'https://xn--bcher-kva.example/alfresco'],
];

test.each(understood)('%s is understood as %s', (text, baseUrl, tenant) => {
  expect(understandAlfrescoAddress(text)).toEqual({ is: 'understood', baseUrl, tenant: tenant ?? null });
});

const notUnderstood: [text: string, word: RegExp][] = [
  ['', /missing/],
  ['   ', /missing/],
  ['https://', /not the address/],
  ['https://records example com', /not the address/],
  ['records.example.com:99999', /not the address/],
  ['ftp://records.example.com', /https/],
  ['file:///etc/passwd', /https/],
  ['javascript:alert(1)', /https/],
  ['mailto:someone', /https/],
  ['https://ada:s3cret-canary@records.example.com/alfresco', /password/],
  ['ada:s3cret-canary@records.example.com', /password/],
  ['https://ada@records.example.com', /password/],
  ['https://records.example.com/alfresco/api/..%2f..%2fx/public/alfresco', /tenant/],
  ['https://records.example.com/alfresco/api/%zz/public/alfresco', /not the address/],
  [`https://${'a'.repeat(2000)}.example`, /too long/],
];

test.each(notUnderstood)('%s is refused with words, and nothing typed comes back', (text, word) => {
  const address = understandAlfrescoAddress(text);
  expect(address).toMatchObject({
    is: 'refused',
    failure: { detail: saying(word) },
  });
  expect(JSON.stringify(address)).not.toContain('s3cret-canary');
});

const links: [text: string, id: string | null][] = [
  [uuid, uuid],
  [`  ${uuid}\n`, uuid],
  ['downloads_container', 'downloads_container'],
  [`${uuid};1.0`, uuid],
  ['-my-', '-my-'],
  ['-root-', '-root-'],
  [`workspace://SpacesStore/${uuid}`, uuid],
  [`workspace://SpacesStore/${uuid};2.14`, uuid],
  [`https://r.example/share/page/site/hr/document-details?nodeRef=workspace://SpacesStore/${uuid}`, uuid],
  [`https://r.example/share/page/folder-details?nodeRef=workspace%3A%2F%2FSpacesStore%2F${uuid}&x=1`, uuid],
  [
    `https://r.example/login?to=${encodeURIComponent(`/share?nodeRef=${encodeURIComponent(`workspace://SpacesStore/${uuid}`)}`)}`,
    uuid,
  ],
  [
    `https://r.example/share/proxy/alfresco/api/node/content/workspace/SpacesStore/${uuid}/annual%20report.pdf`,
    uuid,
  ],
  [`https://r.example/alfresco/d/a/workspace/SpacesStore/${uuid}/report.pdf`, uuid],
  [`https://r.example/alfresco/download/direct/workspace/SpacesStore/${uuid}/report.pdf`, uuid],
  [
    `https://r.example/alfresco/api/-default-/public/alfresco/versions/1/nodes/${uuid}/content?attachment=true`,
    uuid,
  ],
  [`https://r.example/alfresco/api/-default-/public/alfresco/versions/1/nodes/${uuid}`, uuid],
  [`https://r.example/content-app/#/personal-files/${uuid}`, uuid],
  [`https://r.example/#/personal-files/details/${uuid}/permissions`, uuid],
  [`https://r.example/#/repository/${uuid}`, uuid],
  [`https://r.example/#/libraries/${uuid}?page=2`, uuid],
  [`https://r.example/#/favorite/libraries/${uuid}`, uuid],
  [`https://r.example/#/nodes/${uuid}`, uuid],
  [`https://r.example/#/personal-files/some-folder/(viewer:view/${uuid})?location=%2Fpersonal-files`, uuid],
  [`https://r.example/#/libraries/some-folder/(viewer:view/${uuid}/1.3)`, uuid],
  ['https://r.example/#/personal-files', null],
  ['https://r.example/#/personal-files/details/', null],
  ['https://r.example/#/trashcan', null],
  ['https://r.example/#/search-libraries;q=abc', null],
  ['https://r.example/share/s/XyZ12', null],
  ['https://r.example/#/preview/s/XyZ12', null],
  ['https://r.example/share/page/repository#filter=path%7C%2FSites%2Fhr', null],
  [`versionStore://version2Store/${uuid}`, null],
  [`archive://SpacesStore/${uuid}`, null],
  ['', null],
  ['../../people', null],
  ['a/b', null],
  ['a b', null],
  ['%', null],
  ['x'.repeat(5000), null],
];

test.each(links)('the node in %s is %s', (text, id) => {
  expect(nodeIdFrom(text)).toBe(id);
});
