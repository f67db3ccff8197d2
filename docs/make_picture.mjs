// node make_picture.mjs FOLDER CHROMIUM MARKDOWN PNG: Markdown as GitHub would show it, rendered locally.
// FOLDER has node_modules with the packages that `make picture` installs: a Markdown parser with GitHub's alerts, GitHub's
// own style sheet as it is published, two fonts, and playwright-core. The first <details> is unfolded, as by a click.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [given, executablePath, markdown, png] = process.argv.slice(2);
const folder = resolve(given);
const require = createRequire(join(folder, "package.json"));
const load = async (name) => (await import(pathToFileURL(require.resolve(name)).href)).default;
const { chromium } = require("playwright-core");
const css = readFileSync(require.resolve("github-markdown-css/github-markdown-light.css"), "utf8");

const parser = new (await load("markdown-it"))({ html: true, linkify: true }).use(await load("markdown-it-github-alerts"));
const body = parser.render(readFileSync(markdown, "utf8")).replace("<details>", "<details open>");
const face = (file) => `<link rel="stylesheet" href="${pathToFileURL(require.resolve(file)).href}">`;
const page = `<!doctype html><meta charset="utf-8">
${["twemoji-colr-font/twemoji.css", "@fontsource/noto-sans/latin-400.css", "@fontsource/noto-sans/latin-600.css"].map(face).join("")}
<style>${css}
body { margin: 0; background: #fff }
.markdown-body { box-sizing: border-box; width: 900px; padding: 24px; font-family: "Noto Sans", "Twemoji", sans-serif }
</style><article class="markdown-body">${body}</article>`;

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--allow-file-access-from-files"] });
const tab = await browser.newPage({ viewport: { width: 900, height: 600 }, deviceScaleFactor: 1.25 });
tab.on("requestfailed", (request) => console.error(`not loaded: ${request.url()}`));
await tab.goto(pathToFileURL(join(folder, "package.json")).href); // a page of the file system may load fonts from there
await tab.setContent(page, { waitUntil: "load" });
await tab.evaluate(() => document.fonts.ready);
await (await tab.$("article")).screenshot({ path: png });
await browser.close();
