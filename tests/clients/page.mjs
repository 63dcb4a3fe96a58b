// Opens reports in Chromium: accessibility by axe-core in light and dark, on a phone and a desktop; sorting and
// searching with the script, and the page without it; a PDF for print. Prints what is wrong and exits with 1.
//
// Usage: node page.mjs CHROMIUM FILE... (axe-core and puppeteer-core are found in the current folder)

import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(resolve("page.cjs")));
const puppeteer = require("puppeteer-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const [chromium, ...files] = process.argv.slice(2);
const problems = [];
const expect = (holds, what) => { if (!holds) problems.push(what); };

const browser = await puppeteer.launch({
  executablePath: chromium,
  args: ["--no-sandbox", "--disable-gpu"],
});
for (const file of files) {
  const url = pathToFileURL(resolve(file)).href;
  const open = async (width, scheme, script) => {
    const page = await browser.newPage();
    page.on("console", (message) => {
      if (message.type() === "error") problems.push(`${file}: ${message.text()}`);
    });
    page.on("request", (request) => expect(request.url() === url, `${file} loads ${request.url()}`));
    await page.setViewport({ width, height: 900 });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.setJavaScriptEnabled(script);
    const began = performance.now();
    await page.goto(url, { waitUntil: "load" });
    const took = performance.now() - began;
    expect(took < 1000 || statSync(file).size > 2_000_000, `${file} opens in ${Math.round(took)} ms`);
    return page;
  };
  for (const width of [375, 1280]) {
    for (const scheme of ["light", "dark"]) {
      const page = await open(width, scheme, true);
      // The policy of the page forbids other scripts, so this one is run by the debugger.
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run());
      for (const { id, nodes } of violations) {
        problems.push(`${file} ${width} ${scheme}: ${id} at ${nodes.length}: ${nodes[0].html.slice(0, 200)}`);
      }
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(overflow <= 0, `${file} is ${overflow} pixels wider than ${width}`);
      await page.close();
    }
  }

  const still = await open(1280, "light", false);
  expect((await still.$$("thead button")).length === 0, `${file}: buttons without a script`);
  expect(await still.$$eval("tbody tr", (rows) => rows.every((row) => !row.hidden)).catch(() => true),
    `${file}: rows are hidden without a script`);
  await still.close();

  const page = await open(1280, "light", true);
  const tables = await page.$$eval("table", (all) => all.map((table) => table.tBodies[0].rows.length));
  if (tables.length > 0) {
    const sorted = await page.evaluate(() => Array.from(document.querySelectorAll("table"), (table) => {
      const keys = () => Array.from(table.tBodies[0].rows, (row) =>
        row.cells[0].dataset.key || row.cells[0].textContent.trim().normalize("NFD").replace(/\p{M}/gu, "").toLowerCase())
        .filter(Boolean);
      const button = table.querySelector("thead button");
      button.click();
      const up = keys();
      button.click();
      const down = keys();
      const rises = up.every((key, at) => at === 0 || up[at - 1] <= key);
      const falls = down.every((key, at) => at === 0 || down[at - 1] >= key);
      return rises && falls && table.querySelector("th").getAttribute("aria-sort") === "descending";
    }));
    expect(sorted.every(Boolean), `${file}: sorting does not sort`);
    await page.type("#search", "no-such-word-anywhere");
    expect(await page.$$eval("tbody tr", (rows) => rows.every((row) => row.hidden)),
      `${file}: the search finds what is not there`);
    expect((await page.$eval(".search output", (output) => output.textContent)) === "0 rows",
      `${file}: the search does not count`);
    await page.$eval("#search", (field) => { field.value = ""; field.dispatchEvent(new Event("input")); });
    expect(await page.$$eval("tbody tr", (rows) => rows.every((row) => !row.hidden)),
      `${file}: the search does not end`);
  }
  const pdf = await page.pdf({ preferCSSPageSize: true });
  expect(pdf.length > 5000 && Buffer.from(pdf.subarray(0, 5)).toString() === "%PDF-", `${file}: no PDF`);
  await page.close();
}
await browser.close();
problems.forEach((problem) => console.log(problem));
console.log(`${files.length} pages, ${problems.length} problems`);
process.exit(problems.length > 0 ? 1 : 0);
