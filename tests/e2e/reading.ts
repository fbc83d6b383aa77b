/** Scripts that run in the page and read what is on it, for the specifications of languages and of what fits. */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';

/** Whether somebody who looks at the page can see an element. */
const isVisible = `(element) => {
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
  // What is there only to be heard, by the class or by a rule of the same kind.
  for (let at = element; at; at = at.parentElement) if (getComputedStyle(at).clipPath === 'inset(50%)') return false;
  return element.closest('[aria-hidden=true] svg') === null;
}`;

/**
 * Every text on the page, seen or heard, that has a word in plain letters and is no name: names stand in <bdi>, and in
 * sentences between Unicode's isolates. The pseudo-locale has no plain letter.
 */
export const plainTexts = `(() => {
  const names = /\\b(Ferry|Alfresco|Bridge|SHA|JSON|English|Deutsch|Ctrl F)\\b|https?:\\S+|^\\/\\S+$/g;
  // A name in full, for where it is shortened.
  const shown = new Set([...document.querySelectorAll('bdi, input, textarea')].map((element) => element.value ?? element.textContent));
  const withoutNames = (text) => {
    let before;
    do { before = text; text = text.replace(/\\u2068[^\\u2068\\u2069]*\\u2069/g, ''); } while (text !== before);
    return text.replace(names, '');
  };
  const found = new Set();
  const look = (text, where) => {
    if (!shown.has(text) && /[A-Za-z]{2,}/.test(withoutNames(text ?? ''))) found.add(where + ': ' + text.trim());
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (!node.parentElement.closest('bdi, script, noscript, style')) look(node.data, node.parentElement.tagName);
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt], [aria-valuetext]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext'])
      if (element.hasAttribute(name)) look(element.getAttribute(name), name);
  return [...found];
})()`;

/** Every name that is cut off at its beginning rather than at its end. */
export const beheaded = `(() => {
  const isVisible = ${isVisible};
  const found = [];
  for (const name of document.querySelectorAll('bdi')) {
    const first = document.createTreeWalker(name, NodeFilter.SHOW_TEXT).nextNode();
    if (!first || !isVisible(name)) continue;
    const range = document.createRange();
    range.setStart(first, 0);
    range.setEnd(first, 1);
    const { left, right } = range.getBoundingClientRect();
    let box = name;
    while (box && getComputedStyle(box).textOverflow !== 'ellipsis') box = box.parentElement;
    const bounds = box?.getBoundingClientRect();
    if (bounds && (left < bounds.left - 1 || right > bounds.right + 1)) found.push(name.textContent);
  }
  return found;
})()`;

/** Every text that reaches out of the window, or is cut off without an ellipsis, to its sides; and a page that can be scrolled. */
export const overflowing = `(() => {
  const isVisible = ${isVisible};
  const found = new Set();
  if (document.documentElement.scrollWidth > innerWidth) found.add('the page is ' + document.documentElement.scrollWidth + ' wide');
  if (document.documentElement.scrollHeight > innerHeight) found.add('the page is ' + document.documentElement.scrollHeight + ' high');
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim() || !isVisible(node.parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const { left, right, width } = range.getBoundingClientRect();
    if (width === 0) continue;
    const complain = (why) => found.add(node.data.trim() + ' ' + why);
    let isShortened = false;
    let isScrolled = false;
    for (let element = node.parentElement; element; element = element.parentElement) {
      const style = getComputedStyle(element);
      if (style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none') isShortened = true;
      if (isShortened) break;
      const box = element.getBoundingClientRect();
      const clips = style.overflowX !== 'visible' || style.contain.includes('paint') || style.contain === 'strict';
      if (clips && (left < box.left - 1 || right > box.right + 1)) { complain('is cut by ' + element.className); break; }
      if (style.overflowX === 'auto' && element.scrollWidth > element.clientWidth + 1) { complain('makes ' + element.className + ' scroll sideways'); break; }
      if (style.display !== 'inline' && style.position !== 'absolute' && element.children.length === 0 && element.scrollWidth > element.clientWidth + 1)
        { complain('runs over ' + element.tagName + '.' + element.className); break; }
    }
    if (!isShortened && (left < -1 || right > innerWidth + 1)) complain('is outside of the window');
  }
  return [...found];
})()`;

/** Pairs of neighbouring texts or buttons that lie on each other. */
export const overlapping = `(() => {
  const isVisible = ${isVisible};
  const found = new Set();
  for (const parent of document.querySelectorAll('body *')) {
    const style = getComputedStyle(parent);
    if (!/flex|grid/.test(style.display) || !isVisible(parent)) continue;
    const boxes = [...parent.children]
      .filter((child) => isVisible(child) && child.textContent.trim() && getComputedStyle(child).position !== 'absolute' && getComputedStyle(child).position !== 'fixed')
      .map((child) => ({ child, box: child.getBoundingClientRect() }));
    for (const [index, one] of boxes.entries())
      for (const other of boxes.slice(index + 1)) {
        const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (wide > 2 && high > 2) found.add(one.child.textContent.trim() + ' / ' + other.child.textContent.trim());
      }
  }
  return [...found];
})()`;

/** Everything in a dialog, or in the details, that reaches out of it to its sides. */
export const outgrown = `(() => {
  const isVisible = ${isVisible};
  const found = new Set();
  for (const dialog of document.querySelectorAll('[role=dialog], aside')) {
    const bounds = dialog.getBoundingClientRect();
    if (bounds.left < -1 || bounds.right > innerWidth + 1) found.add('the ' + (dialog.role ?? 'pane') + ' itself');
    for (const element of dialog.querySelectorAll('*')) {
      if (!isVisible(element)) continue;
      const { left, right, width } = element.getBoundingClientRect();
      if (width > 0 && (left < bounds.left - 1 || right > bounds.right + 1))
        found.add(element.tagName + '.' + element.className + ' is ' + Math.round(width) + ' wide');
    }
  }
  return [...found];
})()`;

/** Every word of usual length that is broken inside, and every sentence that is taller than the coloured box it stands in. */
export const crushed = `(() => {
  const isVisible = ${isVisible};
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!isVisible(node.parentElement)) continue;
    for (const { 0: word, index } of node.data.matchAll(/\\p{L}{3,13}(?![\\p{L}\\u00ad])/gu)) {
      if (/[\\p{L}\\u00ad]/u.test(node.data[index - 1] ?? ' ')) continue;
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) found.add(word + ' is broken');
    }
  }
  for (const note of document.querySelectorAll('main :is([role=note], [role=alert]):has(> p)')) {
    const outer = note.getBoundingClientRect();
    const inner = note.querySelector(':scope > p').getBoundingClientRect();
    if (inner.top < outer.top || inner.bottom > outer.bottom) found.add(note.textContent.trim() + ' is taller than its box');
  }
  return [...found];
})()`;

/** Everything that can be pressed and is smaller than 24 by 24 pixels; what has a label is as large as that as well. */
export const smallTargets = `(() => {
  const isVisible = ${isVisible};
  const found = new Set();
  const pressed = 'button, a[href], input, [role=button], [role=separator][tabindex], [role=tab], [role=option], [role=radio]';
  for (const element of document.querySelectorAll(pressed)) {
    if (!isVisible(element) || element.labels?.length > 0 || element.closest('[inert], label')) continue;
    const { width, height } = element.getBoundingClientRect();
    const box = element.tagName === 'INPUT' ? element.parentElement.getBoundingClientRect() : { width, height };
    if (width === 0 || (Math.round(box.width) >= 24 && Math.round(box.height) >= 24)) continue;
    found.add((element.ariaLabel || element.textContent.trim() || element.className) + ': ' + Math.round(box.width) + ' x ' + Math.round(box.height));
  }
  return [...found];
})()`;

/** Brings all that moves to its end, without waiting for frames; what moves for ever stands as it would without. */
export const settle = `for (const one of document.getAnimations())
  try { one.finish(); } catch { one.cancel(); }`;

/**
 * Nothing of this is amiss with the page, each given by an expression that lists it, once the page has come to rest: it hears
 * of another width with its next frame. Softly: what comes after is looked at as well.
 */
export async function expectNothing(page: Page, what: string, amiss: Record<string, string>): Promise<void> {
  const look = async (): Promise<Record<string, unknown>> => {
    await page.evaluate(settle);
    const found: Record<string, unknown> = {};
    for (const [name, expression] of Object.entries(amiss)) found[name] = await page.evaluate(expression);
    return found;
  };
  const nothing = Object.fromEntries(Object.keys(amiss).map((name) => [name, []]));
  await expect.configure({ soft: true }).poll(look, { message: what, timeout: 5_000 }).toEqual(nothing);
}
