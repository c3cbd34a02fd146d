// The kept CloudFormation templates against AWS' own resource specification, as the CDK publishes it: types, properties,
// what is required, which attributes can be asked for.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import { loadAwsServiceSpecSync } from "@aws-cdk/aws-service-spec";

const FOLDER = "crates/run-export/tests/data";
const specification = loadAwsServiceSpecSync();
const resource = (type) => specification.lookup("resource", "cloudFormationType", "equals", type).at(0);

/** Everything that is wrong with a template, with the path to it. */
function problems(template) {
  const found = [];
  const { Resources: resources, Parameters: parameters = {} } = template;
  for (const [id, { Type: type, Properties: properties = {}, ...rest }] of Object.entries(resources)) {
    const known = resource(type);
    if (!known) {
      found.push(`${id}: no resource is called ${type}`);
      continue;
    }
    if (Object.keys(rest).length > 0) found.push(`${id}: ${Object.keys(rest)} beside its properties`);
    members(`${id} (${type})`, properties, known.properties);
  }
  return found;

  function members(path, value, properties) {
    for (const name of Object.keys(value)) {
      if (!(name in properties)) found.push(`${path}: no property is called ${name}`);
    }
    for (const [name, { type, required }] of Object.entries(properties)) {
      if (value[name] !== undefined) fits(`${path}.${name}`, value[name], type);
      else if (required) found.push(`${path}: ${name} is required`);
    }
  }

  function fits(path, value, type) {
    if (isFunction(value)) return reference(path, value);
    const is = (wanted) => typeof value === wanted || found.push(`${path}: ${JSON.stringify(value)} is no ${wanted}`);
    switch (type.type) {
      case "string":
      case "date-time":
        return is("string");
      case "integer":
        return Number.isInteger(value) || found.push(`${path}: ${JSON.stringify(value)} is no integer`);
      case "number":
        return is("number");
      case "boolean":
        return is("boolean");
      case "array":
        if (!Array.isArray(value)) return found.push(`${path}: no list`);
        return value.forEach((entry, nth) => fits(`${path}[${nth}]`, entry, type.element));
      case "map":
        return Object.entries(value).forEach(([name, entry]) => fits(`${path}.${name}`, entry, type.element));
      case "ref":
        return members(path, value, specification.get("typeDefinition", type.reference.$ref).properties);
      case "tag":
        return Object.keys(value).every((name) => ["Key", "Value"].includes(name)) || found.push(`${path}: no tag`);
      case "union": {
        const before = found.length;
        const fitting = type.types.some((one) => {
          const start = found.length;
          fits(path, value, one);
          const good = found.length === start;
          found.length = start;
          return good;
        });
        return fitting || found.splice(before, 0, `${path}: fits none of its types`);
      }
      // Policies and the like: references inside are looked at all the same.
      default:
        return inside(path, value);
    }
  }

  function inside(path, value) {
    if (isFunction(value)) return reference(path, value);
    if (value && typeof value === "object") Object.entries(value).forEach(([name, entry]) => inside(`${path}.${name}`, entry));
  }

  function isFunction(value) {
    const names = value && typeof value === "object" ? Object.keys(value) : [];
    return names.length === 1 && (names[0] === "Ref" || names[0].startsWith("Fn::"));
  }

  function reference(path, value) {
    const attribute = (id, name) => {
      const type = resources[id]?.Type;
      const attributes = type ? (resource(type)?.attributes ?? {}) : {};
      if (!(name in attributes)) found.push(`${path}: ${id}.${name} can't be asked for`);
    };
    if (value.Ref) return value.Ref in resources || value.Ref in parameters || found.push(`${path}: ${value.Ref} is nowhere`);
    if (value["Fn::GetAtt"]) return attribute(...value["Fn::GetAtt"]);
    for (const [, name] of value["Fn::Sub"].matchAll(/\$\{([^!}]+)\}/g)) {
      if (name.startsWith("AWS::")) continue;
      const [id, member] = name.split(".");
      if (member) attribute(id, member);
      else if (!(id in resources) && !(id in parameters)) found.push(`${path}: ${id} is nowhere`);
    }
  }
}

for (const name of (await readdir(FOLDER)).filter((name) => name.endsWith(".template.json"))) {
  test(`${name} is what CloudFormation takes`, async () => {
    const template = JSON.parse(await readFile(`${FOLDER}/${name}`, "utf8"));
    assert.equal(template.AWSTemplateFormatVersion, "2010-09-09");
    assert.ok(Object.keys(template.Resources).length > 0);
    assert.deepEqual(problems(template), []);
  });
}

test("what is wrong with a template is found", () => {
  const stream = (properties) => ({ Resources: { Stream: { Type: "AWS::Kinesis::Stream", Properties: properties } } });
  const cases = [
    [stream({ ShardCount: "two" }), /ShardCount: "two" is no integer/],
    [stream({ Shards: 2 }), /no property is called Shards/],
    [stream({ StreamModeDetails: {} }), /StreamMode is required/],
    [stream({ Name: { "Fn::GetAtt": ["Stream", "Colour"] } }), /Stream.Colour can't be asked for/],
    [{ Resources: { A: { Type: "AWS::Kinesis::Brook" } } }, /no resource is called AWS::Kinesis::Brook/],
  ];
  for (const [template, expected] of cases) assert.match(problems(template).join("\n"), expected);
});
