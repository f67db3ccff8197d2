// node browser.mjs FOLDER CHROMIUM SHOTS FILE…: what a browser makes of pages, as JSON.
// FOLDER has node_modules with playwright-core and axe-core; SHOTS gets the screenshots. The first file is pictured
// as a whole and in both schemes, the others at their beginning, narrow and dark. axe takes seconds for each page, and judges the first
// file and the last alone, unfolded: wide and light, narrow and dark.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, executablePath, shots, ...files] = process.argv.slice(2);
const require = createRequire(`${folder}/`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"], timeout: 240_000 });

// What sticks out of the page to the right, or holds more than it shows; and what a screen reader would stumble over.
const wide = () => {
  const room = document.documentElement.clientWidth;
  const far = [...document.querySelectorAll("body *")].filter((each) => {
    const box = each.getBoundingClientRect();
    return box.width > 1 && box.right > room + 0.5 && !each.closest("svg *, .skip, .stack thead");
  });
  const inner = [...document.querySelectorAll("td, th, dd, p, pre, li, code, summary, h1, h2, h3, h4, dt")].filter(
    (each) => each.clientWidth > 1 && each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== "inline",
  );
  const name = (each) => `${each.tagName.toLowerCase()}.${each.getAttribute("class") ?? ""}: ${each.textContent.slice(0, 60)}`;
  return { page: document.documentElement.scrollWidth - room, far: far.slice(0, 5).map(name), inner: inner.slice(0, 5).map(name) };
};

// Of a very long page the beginning is enough: a picture of all of it takes minutes.
const picture = async (page, path, width, most) => {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const rest = height > 40000 ? {} : { fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, most) } };
  await page.screenshot({ path, ...rest });
};

const found = [];
for (const file of files) {
  const whole = file === files[0];
  const judged = whole || file === files.at(-1);
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(240_000); // of a machine with much else to do
    const noise = [];
    const url = pathToFileURL(file).href;
    page.on("request", (request) => request.url() === url || noise.push(`request: ${request.url().slice(0, 200)}`));
    page.on("console", (message) => noise.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => noise.push(`error: ${error.message}`));
    page.on("dialog", (dialog) => (noise.push(`dialog: ${dialog.message()}`), dialog.dismiss()));
    await page.goto(url);
    const unfold = (all) =>
      page.evaluate((all) => {
        document.querySelectorAll("details").forEach((each) => {
          each.dataset.first ??= each.open;
          each.open = all || each.dataset.first === "true";
        });
      }, all);
    for (const width of [1280, 390, 320]) {
      await page.setViewportSize({ width, height: 900 });
      const shot = join(shots, `${basename(file, ".html")}-${width}-${colorScheme}.png`);
      await unfold(false);
      const long = whole && (width === 1280) === (colorScheme === "light") && width !== 320;
      if (whole || (width === 320 && colorScheme === "dark")) await picture(page, shot, width, long ? 15000 : 2000);
      let violations = null;
      if (judged && (width === 1280) === (colorScheme === "light") && width !== 320) {
        await unfold(true);
        await page.evaluate(axe);
        violations = await page.evaluate(async () =>
          (await axe.run(document, { resultTypes: ["violations"], preload: false })).violations.map(
            ({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`,
          ),
        );
      }
      await unfold(true);
      const over = await page.evaluate(wide);
      found.push({ file: basename(file), width, scheme: colorScheme, over, violations, noise: [...noise] });
    }
    if (colorScheme === "dark") {
      await page.reload();
      await page.emulateMedia({ media: "print", colorScheme });
      await page.setViewportSize({ width: 688, height: 971 }); // A4 without its margins
      const hidden = await page.evaluate(() => [...document.querySelectorAll("details dd, details td")].filter((each) => !each.checkVisibility({ contentVisibilityAuto: true }) || each.getBoundingClientRect().height === 0).length);
      const over = await page.evaluate(wide);
      const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      if (whole) {
        await picture(page, join(shots, `${basename(file, ".html")}-print.png`), 688, 12000);
        await page.pdf({ path: join(shots, `${basename(file, ".html")}.pdf`), format: "A4" });
      }
      found.push({ file: basename(file), width: "print", scheme: colorScheme, over, violations: null, noise: [...noise], hidden, ground });
    }
    await context.close();
  }
}
console.log(JSON.stringify(found));
await browser.close();
