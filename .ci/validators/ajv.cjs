// ajv (npm) over messages: ajv.cjs SCHEMA MESSAGES
const fs = require("fs");
const readline = require("readline");
const Ajv = require("ajv/dist/2020");

const [, , schemaPath, messagesPath] = process.argv;
const schema = JSON.parse(fs.readFileSync(schemaPath, "utf8"));
const ajv = new Ajv({ strict: false, formats: { int64: true } });
ajv.addSchema(schema);
const validators = new Map();
function validator(name) {
  if (!validators.has(name)) {
    validators.set(name, name === "document" ? ajv.getSchema(schema.$id) : ajv.getSchema(`${schema.$id}#/$defs/${name}`));
  }
  return validators.get(name);
}

const counts = { validator: "ajv", format: "json", messages: 0, "wrongly refused": 0, mutants: 0, refused: 0, "let pass": 0, kinds: {} };
const wrong = [];
async function run() {
  for await (const line of readline.createInterface({ input: fs.createReadStream(messagesPath) })) {
    const { name, valid, what = "", text } = JSON.parse(line);
    let accepted = false;
    let why = "";
    try {
      const validate = validator(name);
      accepted = validate(JSON.parse(text.replace(/^\ufeff/, "")));
      if (!accepted) why = ajv.errorsText(validate.errors).slice(0, 300);
    } catch (error) {
      why = String(error);
    }
    counts[valid ? "messages" : "mutants"] += 1;
    if (valid && !accepted) {
      counts["wrongly refused"] += 1;
      if (wrong.length < 5) wrong.push({ validator: "ajv", "wrongly refused": name, why, text: text.slice(0, 400) });
    } else if (!valid && accepted) {
      counts["let pass"] += 1;
      counts.kinds[what] = (counts.kinds[what] || 0) + 1;
    } else if (!valid) {
      counts.refused += 1;
    }
  }
  console.log(JSON.stringify(counts));
  wrong.forEach((one) => console.log(JSON.stringify(one)));
}
run();
