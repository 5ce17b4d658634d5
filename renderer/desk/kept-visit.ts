import { fieldsOf, listOf, textOf } from "./kept-fields.ts";
import type { Visit } from "./visit.ts";

/** Reads back what was kept of a visit; a bill that was kept without one has none to speak of. */
export function readVisit(value: unknown): Visit {
  const fields = fieldsOf(value);
  const text = textOf(fields);
  return {
    visitId: text("visitId"),
    admitted: text("admitted"),
    discharged: text("discharged"),
    pregnancyId: text("pregnancyId"),
    payer: payerOf(fields.get("payer")),
    operation: text("operation"),
    isEmergency: fields.get("isEmergency") === true,
    accountMost: text("accountMost"),
    familyOut: listOf(fields.get("familyOut")).filter((one): one is string => typeof one === "string"),
    proxy: proxyOf(fields.get("proxy")),
  };
}

function payerOf(value: unknown): Visit["payer"] {
  const text = textOf(fieldsOf(value));
  if (text("psnNo") === "") return null;
  return {
    psnNo: text("psnNo"),
    name: text("name"),
    status: text("status"),
    coverageFrom: text("coverageFrom"),
    filedOn: text("filedOn"),
  };
}

function proxyOf(value: unknown): Visit["proxy"] {
  const text = textOf(fieldsOf(value));
  const proxy = { name: text("name"), certNo: text("certNo") };
  return proxy.name === "" && proxy.certNo === "" ? null : proxy;
}
