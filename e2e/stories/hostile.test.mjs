import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";

import { openDemo } from "../lib/steps.mjs";
import { story } from "../lib/story.mjs";

/** Everything the window itself is made of. An element of any other kind came out of a text. */
const KINDS = [
  "HTML", "HEAD", "META", "LINK", "TITLE", "SCRIPT", "BODY", "DIV", "MAIN", "NAV", "SECTION", "ARTICLE", "HEADER", "FOOTER",
  "H1", "H2", "H3", "P", "OL", "UL", "LI", "DL", "DT", "DD", "SPAN", "BDI", "TIME", "BUTTON", "INPUT", "LABEL", "STRONG", "EM", "S",
  "CODE", "KBD", "MARK", "SELECT", "OPTION", "TEXTAREA", "CANVAS", "BLOCKQUOTE", "STYLE", "I", "B", "svg", "path", "circle", "rect", "g", "line", "polyline",
];

const WATCH = `
  window.watched = { violations: [], errors: [] };
  new ReportingObserver(
    (reports) => reports.forEach((report) => watched.violations.push(report.body.effectiveDirective + " " + report.body.blockedURL)),
    { types: ["csp-violation"], buffered: true },
  ).observe();
  document.addEventListener("securitypolicyviolation", (event) => watched.violations.push(event.violatedDirective + " " + event.blockedURI));
  window.addEventListener("error", (event) => watched.errors.push(event.message));`;

const LOOK = `
  const kinds = new Set(args[0]);
  const found = [];
  for (const el of document.querySelectorAll("*")) {
    // React Aria keeps the options of a closed list in a template, outside the document.
    const isEmptyTemplate = el.tagName === "TEMPLATE" && el.content.childNodes.length === 0;
    if (!kinds.has(el.tagName) && !isEmptyTemplate) found.push(el.outerHTML.slice(0, 120));
    for (const { name } of el.attributes) if (name.startsWith("on")) found.push(el.outerHTML.slice(0, 120));
    if (el.tagName === "SCRIPT" && !(el.src.startsWith(location.origin) && el.textContent === "")) found.push(el.outerHTML.slice(0, 120));
    if ((el.href ?? el.src) && !String(el.href?.baseVal ?? el.href ?? el.src).startsWith(location.origin)) found.push(el.outerHTML.slice(0, 120));
  }
  return {
    broken: window.broken, inherited: {}.broken, found, ...watched, at: location.href,
    asked: performance.getEntriesByType("resource").map((entry) => entry.name).filter((name) => !name.startsWith(location.origin + "/") && !/^(ipc:|http:\\/\\/ipc\\.localhost)/.test(name)),
  };`;

story("whatever strangers write stays text, in every chat and every view", async (t) => {
  const visitors = [];
  const server = createServer((socket) => visitors.push(socket.destroy())).listen(9, "127.0.0.1");
  await once(server, "listening");
  t.defer(() => server.close());

  const { desk, page } = await openDemo(t, { which: "--demo=hostile", notifications: true });
  await page.run(WATCH);
  const start = await page.run("return location.href;");
  const check = async (where) => {
    const seen = await page.runAsync(`${"await new Promise((resolve) => requestAnimationFrame(resolve));"}${LOOK}`, KINDS);
    assert.deepEqual(
      seen,
      { broken: null, inherited: null, found: [], violations: [], errors: [], at: start, asked: [] },
      `${where}: nothing ran, nothing became an element, nothing was loaded, the window stayed where it was`,
    );
  };
  await check("the inbox");

  const total = await page.run("return Number(document.querySelector('[role=option]').ariaSetSize);");
  assert.ok(total > 40, "one chat for each text and a group");
  for (let index = 0; index < total; index += 1) {
    await page.press("j");
    await page.until(`row ${index + 1}`, "return document.activeElement.ariaPosInSet === String(args[0]);", index + 1);
    await page.press("enter");
    await page.until("its messages", "return !!document.querySelector('[role=list][aria-label=Messages] [data-message]') && !!document.activeElement.closest('[role=list]');");
    await check(`chat ${index + 1}`);
    await page.press("escape");
    await page.until("the list", "return document.activeElement.role === 'option' || document.activeElement.getAttribute('role') === 'option';");
  }

  await page.click("button", "Copy address http://127.0.0.1:9/");
  await page.until("a word about the address", "return /Address copied|clipboard could not/.test(document.body.innerText);");
  await check("an address that was pressed");

  for (const view of ["Numbers", "Settings", "About"]) {
    await page.click("button", view);
    await page.until(`the page ${view}`, "return document.querySelector('h1')?.textContent === args[0];", view);
    await check(view);
  }
  await page.press("control", "k");
  await page.has("dialog", "Command palette");
  await page.typeHere("<img");
  await page.until("chats of that name", "return document.querySelectorAll('[role=dialog] [role=option]').length > 3;");
  await check("the palette");
  assert.deepEqual(visitors, [], "nobody came to the address that the texts name");
  assert.deepEqual((await desk.titles()).filter((title) => title.includes("Frontdesk")).length, 1, "no other window was opened");

  // The watch itself: had a text become an element, this is how it would have shown.
  await page.run(`
    const image = document.createElement("img");
    image.src = "http://127.0.0.1:9/pixel.png";
    document.body.append(image);`);
  await page.until("the violation to be seen", "return watched.violations.some((one) => one.startsWith('img-src'));");
  assert.deepEqual(visitors, [], "and even then nobody would have come");
});
