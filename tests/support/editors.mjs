// What ajv in its strictest mode and yaml-language-server say: node editors.mjs FOLDER < {"schemas": {…}, "plain": […],
// "asked": [{"schema", "name", "text", "at"?, "hover"?}]} > {"ajv": […], "asked": {…}}
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(`${process.argv[2]}/node_modules/`);
const { default: Ajv } = require("ajv");
const service = "yaml-language-server/out/server/src";
const { getLanguageService } = require(`${service}/languageservice/yamlLanguageService.js`);
const { SettingsState } = require(`${service}/yamlSettings.js`);
const { TextDocument } = require("vscode-languageserver-textdocument");

const given = JSON.parse(readFileSync(0, "utf8"));
const wrong = [];
for (const { name, schema, keywords } of given.schemas) {
  const ajv = new Ajv({ strict: true });
  ajv.addVocabulary(keywords);
  try {
    ajv.compile(schema);
  } catch (error) {
    wrong.push(`${name}: ${error.message}`);
  }
}

const settings = new SettingsState();
const telemetry = { send() {}, sendTrack() {}, sendError(name, said) { wrong.push(`${name}: ${JSON.stringify(said)}`); } };
const server = getLanguageService({
  schemaRequestService: async (uri) => { throw new Error(`it asks for ${uri}`); },
  workspaceContext: { resolveRelativePath: (path) => path },
  telemetry,
  yamlSettings: settings,
});
server.configure({
  validate: true, completion: true, hover: true, format: false, customTags: [], yamlVersion: "1.2",
  schemas: given.schemas.map(({ name, schema }) => ({ fileMatch: [`*.${name}.yaml`], uri: `file:///${name}.json`, schema })),
});
const answers = {};
for (const [number, { schema, name, text, at, hover }] of given.asked.entries()) {
  const document = TextDocument.create(`file:///${number}.${schema}.yaml`, "yaml", 1, text);
  settings.documents = { get: () => document, all: () => [document] };
  if (at !== undefined) {
    const { items } = await server.doComplete(document, document.positionAt(at), false);
    answers[name] = items.map((item) => [item.label, String(item.documentation?.value ?? item.documentation ?? "")]);
  } else if (hover !== undefined) {
    const found = await server.doHover(document, document.positionAt(hover));
    answers[name] = found?.contents.value ?? "";
  } else {
    answers[name] = (await server.doValidation(document, false)).map((found) => found.message);
  }
}
console.log(JSON.stringify({ wrong, answers }));
process.exit(0);
