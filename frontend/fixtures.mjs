// The official component fixtures, compact: {component: [{name, context, callBlock?, html}]}. They are the conformance test of pbc.nhsuk.
import { readdirSync, readFileSync, existsSync } from "node:fs";
import { join } from "node:path";

// Not used here: the header carries the protected logo, the others belong to the public website.
const unused = new Set(["caption", "do-dont-list", "header", "hero", "images", "search-input"]);

const folder = process.argv[2];
const components = [];
for (const component of readdirSync(folder).sort()) {
  const file = join(folder, component, "fixtures.json");
  if (unused.has(component) || !existsSync(file)) continue;
  const fixtures = JSON.parse(readFileSync(file, "utf8")).fixtures;
  const lines = fixtures.map(({ name, context, callBlock, html }) => JSON.stringify({ name, context, callBlock, html }));
  components.push(`${JSON.stringify(component)}:[\n${lines.join(",\n")}\n]`);
}
process.stdout.write(`{${components.join(",\n")}}\n`);
