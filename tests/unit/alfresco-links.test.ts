import { expect, test } from 'vitest';
import { readAlfrescoLink } from '../../src-main/adapters/servers/alfresco-links.ts';

const uuid = '5ab63e6c-9c2e-4d0e-8c3f-1b1f0e3b8f00';
const other = '00000000-1111-4222-8333-444455556666';
const host = 'https://records.example.com';

/** A short way to write what a text leads to: `node ID`, `site/NAME:PATH`, `-root-:PATH`, `shared ID`, `list`, `nothing`. */
function short(text: string): string {
  const link = readAlfrescoLink(text);
  switch (link.names) {
    case 'node':
      return `node ${link.id}`;
    case 'shared':
      return `shared ${link.sharedId}`;
    case 'path': {
      const start = 'site' in link.below ? `site/${link.below.site}` : link.below.folder;
      return link.paths.map((names) => `${start}:${names.join('/')}`).join(' or ');
    }
    default:
      return link.names;
  }
}

const forms: [what: string, text: string, means: string][] = [
  ['an id', uuid, `node ${uuid}`],
  ['an id that is no UUID', 'downloads_container', 'node downloads_container'],
  ['an id with a version, as CMIS has it', `${uuid};1.0`, `node ${uuid}`],
  ['a name that the server has for a folder', '-my-', 'node -my-'],
  ['a node reference', `workspace://SpacesStore/${uuid}`, `node ${uuid}`],
  [
    'a node reference with a version, as CMIS 1.0 has it',
    `workspace://SpacesStore/${uuid};2.14`,
    `node ${uuid}`,
  ],
  [
    'a path as “browse” prints it',
    '/Sites/hr/documentLibrary/Reports 2026',
    '-root-:Sites/hr/documentLibrary/Reports 2026',
  ],
  ['the root as a path', '/', '-root-:'],
  [
    'document details of Share in a site',
    `${host}/share/page/site/hr/document-details?nodeRef=workspace://SpacesStore/${uuid}`,
    `node ${uuid}`,
  ],
  [
    'folder details of Share, encoded',
    `${host}/share/page/folder-details?nodeRef=workspace%3A%2F%2FSpacesStore%2F${uuid}&x=1`,
    `node ${uuid}`,
  ],
  [
    'a sign-in page that leads to Share',
    `${host}/login?to=${encodeURIComponent(`/share?nodeRef=${encodeURIComponent(`workspace://SpacesStore/${uuid}`)}`)}`,
    `node ${uuid}`,
  ],
  ['a Share library, at its top', `${host}/share/page/site/hr/documentlibrary`, 'site/hr:'],
  [
    'a Share library, at a folder',
    `${host}/share/page/site/hr/documentlibrary#filter=path|/Contracts/2026&page=1`,
    'site/hr:Contracts/2026',
  ],
  [
    'a Share library, encoded',
    `${host}/share/page/site/hr/documentlibrary#filter=path%7C%2FContracts%7C&page=1`,
    'site/hr:Contracts',
  ],
  [
    'a Share library, with an umlaut and blanks',
    `${host}/share/page/site/hr/documentlibrary#filter=path%7C%2F%C3%9Cbersicht%20Stra%C3%9Fe`,
    'site/hr:Übersicht Straße',
  ],
  [
    'a Share library, encoded twice',
    `${host}/share/page/site/hr/documentlibrary#filter=path%7C%2FMeeting%2520Notes%7C&page=1`,
    'site/hr:Meeting Notes or site/hr:Meeting%20Notes',
  ],
  [
    'a Share library, a per cent sign in a name',
    `${host}/share/page/site/hr/documentlibrary#filter=path%7C%2F100%25%20done`,
    'site/hr:100% done',
  ],
  [
    'a Share library, its older form',
    `${host}/share/page/site/hr/documentlibrary?path=%2FContracts%2F2026`,
    'site/hr:Contracts/2026',
  ],
  [
    'a Share library, parameters in another order',
    `${host}/share/page/site/hr/documentlibrary#page=2&filter=path|/Contracts`,
    'site/hr:Contracts',
  ],
  ['a Share library at a site’s own address', `${host}/share/page/dp/ws/site/hr/documentlibrary`, 'site/hr:'],
  ['the dashboard of a site', `${host}/share/page/site/hr/dashboard`, 'site/hr:'],
  ['the repository of Share', `${host}/share/page/repository#filter=path|/Sites/x&page=1`, '-root-:Sites/x'],
  [
    'the repository of Share, encoded',
    `${host}/share/page/repository#filter=path%7C%2FSites%2Fhr%2FdocumentLibrary`,
    '-root-:Sites/hr/documentLibrary',
  ],
  ['one’s own files in Share', `${host}/share/page/context/mine/myfiles#filter=path|/Notes`, '-my-:Notes'],
  [
    'everybody’s files in Share',
    `${host}/share/page/context/shared/sharedfiles#filter=path|/Forms`,
    '-shared-:Forms',
  ],
  ['a Share library by tag', `${host}/share/page/site/hr/documentlibrary#filter=tag|urgent`, 'list'],
  ['a Share library, everything in it', `${host}/share/page/site/hr/documentlibrary#filter=all|`, 'list'],
  ['a quick share', `${host}/share/s/Yk3nQ0pZTaWc9x1LrEo7Vg`, 'shared Yk3nQ0pZTaWc9x1LrEo7Vg'],
  [
    'a quick share of the Content App',
    `${host}/#/preview/s/Yk3nQ0pZTaWc9x1LrEo7Vg`,
    'shared Yk3nQ0pZTaWc9x1LrEo7Vg',
  ],
  [
    'a quick share of the REST API',
    `${host}/alfresco/api/-default-/public/alfresco/versions/1/shared-links/Yk3n_Q-0`,
    'shared Yk3n_Q-0',
  ],
  [
    'a download through Share',
    `${host}/share/proxy/alfresco/api/node/content/workspace/SpacesStore/${uuid}/annual%20report.pdf`,
    `node ${uuid}`,
  ],
  [
    'a download by the repository’s servlet',
    `${host}/alfresco/d/a/workspace/SpacesStore/${uuid}/report.pdf`,
    `node ${uuid}`,
  ],
  [
    'the same in long',
    `${host}/alfresco/download/direct/workspace/SpacesStore/${uuid}/report.pdf`,
    `node ${uuid}`,
  ],
  [
    'a node of the REST API',
    `${host}/alfresco/api/-default-/public/alfresco/versions/1/nodes/${uuid}/content?attachment=true`,
    `node ${uuid}`,
  ],
  [
    'a named folder of the REST API, with a path',
    `${host}/alfresco/api/-default-/public/alfresco/versions/1/nodes/-root-/children?relativePath=Sites/hr`,
    '-root-:Sites/hr',
  ],
  [
    'a site of the REST API',
    `${host}/alfresco/api/-default-/public/alfresco/versions/1/sites/hr`,
    'site/hr:',
  ],
  ['a folder of the Content App', `${host}/content-app/#/personal-files/${uuid}`, `node ${uuid}`],
  ['details in the Content App', `${host}/#/personal-files/details/${uuid}/permissions`, `node ${uuid}`],
  ['a library of the Content App', `${host}/#/libraries/${uuid}?page=2`, `node ${uuid}`],
  ['a favourite library of the Content App', `${host}/#/favorite/libraries/${uuid}`, `node ${uuid}`],
  ['a node of the Content App', `${host}/#/nodes/${uuid}`, `node ${uuid}`],
  [
    'the viewer of the Content App: the document, not its folder',
    `${host}/#/personal-files/${other}/(viewer:view/${uuid})?location=%2Fpersonal-files`,
    `node ${uuid}`,
  ],
  ['the viewer at a version', `${host}/#/libraries/${other}/(viewer:view/${uuid}/1.3)`, `node ${uuid}`],
  ['one’s own files in the Content App', `${host}/#/personal-files`, '-my-:'],
  ['a list of the Content App', `${host}/#/recent-files`, 'list'],
  ['the trashcan', `${host}/#/trashcan`, 'list'],
  ['a search of the Content App', `${host}/#/search-libraries;q=abc`, 'list'],
  [
    'a web folder',
    `${host}/alfresco/webdav/Sites/hr/documentLibrary/Annual%20report.pdf`,
    '-root-:Sites/hr/documentLibrary/Annual report.pdf',
  ],
  ['a web folder by its own scheme', 'davs://records.example.com/alfresco/webdav/Shared', '-root-:Shared'],
  [
    'a web folder as Windows writes it',
    '\\\\records.example.com@SSL\\DavWWWRoot\\alfresco\\webdav\\Sites\\hr\\Reports 2026',
    '-root-:Sites/hr/Reports 2026',
  ],
  [
    'a document opened in Office',
    `ms-word:ofe|u|${host}/alfresco/aos/Sites/hr/documentLibrary/Letter.docx`,
    '-root-:Sites/hr/documentLibrary/Letter.docx',
  ],
  ['an address for Office', `${host}/alfresco/aos/Shared/Forms/Claim.xlsx`, '-root-:Shared/Forms/Claim.xlsx'],
  ['an address for Office by id', `${host}/alfresco/aos/_aos_nodeid/${uuid}/Letter.docx`, `node ${uuid}`],
  [
    'a CMIS object by id',
    `${host}/alfresco/api/-default-/public/cmis/versions/1.1/atom/id?id=${uuid}%3B1.0`,
    `node ${uuid}`,
  ],
  [
    'CMIS content',
    `${host}/alfresco/api/-default-/public/cmis/versions/1.0/atom/content?id=workspace%3A%2F%2FSpacesStore%2F${uuid}`,
    `node ${uuid}`,
  ],
  [
    'a CMIS object of the browser binding',
    `${host}/alfresco/api/-default-/public/cmis/versions/1.1/browser/root?objectId=${uuid}&cmisselector=object`,
    `node ${uuid}`,
  ],
  [
    'a CMIS path of the browser binding',
    `${host}/alfresco/api/-default-/public/cmis/versions/1.1/browser/root/Sites/hr?cmisselector=children`,
    '-root-:Sites/hr',
  ],
  [
    'a CMIS path of the Atom binding',
    `${host}/alfresco/api/-default-/public/cmis/versions/1.1/atom/path?path=%2FShared`,
    '-root-:Shared',
  ],
  [
    'a CMIS object of the oldest binding',
    `${host}/alfresco/s/cmis/s/workspace:SpacesStore/i/${uuid}/content.pdf`,
    `node ${uuid}`,
  ],
  ['blanks and a line break around a link', `  ${host}/#/nodes/${uuid}\n`, `node ${uuid}`],
];

const hostile: [what: string, text: string][] = [
  ['nothing', ''],
  ['two words', 'a b'],
  ['a broken escape', '%'],
  ['an old version of a node', `versionStore://version2Store/${uuid}`],
  ['a deleted node', `archive://SpacesStore/${uuid}`],
  ['another scheme', `javascript:alert("workspace")`],
  ['a file on this machine', 'file:///etc/passwd'],
  ['a relative path', 'Sites/hr'],
  ['a path that climbs', '/Sites/../../people'],
  ['a web folder that climbs', `${host}/alfresco/webdav/Sites/%2e%2e%2f%2e%2e%2fUser%20Homes`],
  ['a web folder with an encoded slash', `${host}/alfresco/webdav/Sites/hr%2Fsecret`],
  ['a Share path that climbs', `${host}/share/page/site/hr/documentlibrary#filter=path|/../../hr2`],
  [
    'a Share path that climbs, encoded twice',
    `${host}/share/page/site/hr/documentlibrary#filter=path%7C%2F%252e%252e%2Fx`,
  ],
  ['a Share site with a slash', `${host}/share/page/site/hr%2F..%2Fit/documentlibrary`],
  ['a Share site with an encoded question mark', `${host}/share/page/site/hr%3Fx/documentlibrary`],
  ['a backslash in a path', `${host}/share/page/site/hr/documentlibrary#filter=path|/a%5Cb`],
  ['a null character in a path', `${host}/alfresco/webdav/Sites/hr%00`],
  ['a shared id with a path in it', `${host}/share/s/..%2F..%2Fpeople`],
  ['ten thousand characters', `${host}/alfresco/webdav/${'a/'.repeat(5000)}`],
  ['ten thousand characters of an id', 'x'.repeat(10_000)],
  [
    'a path with a relative path that climbs',
    `${host}/alfresco/api/-default-/public/alfresco/versions/1/nodes/-root-?relativePath=../x`,
  ],
  ['somebody else’s page', 'https://www.example.org/news?page=2'],
];

test.each(forms)('%s is understood: %s', (_what, text, means) => {
  expect(short(text)).toBe(means);
});

test.each(hostile)('%s leads nowhere', (_what, text) => {
  expect(short(text)).toBe('nothing');
});

test.each([
  [uuid, null],
  [`workspace://SpacesStore/${uuid}`, null],
  ['/Sites/hr', null],
  [`https://Evil.example:8443/#/nodes/${uuid}`, 'evil.example:8443'],
  [`https://records.example.com@evil.example/#/nodes/${uuid}`, 'evil.example'],
  ['ms-word:ofe|u|https://office.example/alfresco/aos/Shared/a.docx', 'office.example'],
  ['\\\\files.example@SSL\\DavWWWRoot\\alfresco\\webdav\\Shared', 'files.example'],
])('the host of %s is %s', (text, expected) => {
  expect(readAlfrescoLink(text).host).toBe(expected);
});

test('the table has at least forty forms', () => {
  expect(forms.length + hostile.length).toBeGreaterThanOrEqual(40);
});
