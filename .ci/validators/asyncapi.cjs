// @asyncapi/parser (npm): asyncapi.cjs DOCUMENT
const fs = require("fs");
const { Parser } = require("@asyncapi/parser");

new Parser().parse(fs.readFileSync(process.argv[2], "utf8")).then(({ document, diagnostics }) => {
  const errors = diagnostics.filter((one) => one.severity === 0);
  errors.slice(0, 5).forEach((one) => console.log(one.path.join("."), one.message));
  if (!document || errors.length > 0) process.exit(1);
  console.log(`@asyncapi/parser: ${document.messages().all().length} messages, ${document.operations().all().length} operations`);
});
