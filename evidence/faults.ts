// npm run faults -- keeper       everything that can go wrong around a keeper: see evidence/keeper-faults.ts
// npm run faults -- deployment   a deployment that is killed after each of its transactions: see evidence/crashes.ts
const [wanted = ""] = process.argv.splice(2, 1)
const programs: Readonly<Record<string, () => Promise<unknown>>> = {
  keeper: () => import("./keeper-faults.ts"),
  deployment: () => import("./crashes.ts"),
}
const program = programs[wanted]
if (!program) throw new Error(`Which faults? Pass one of ${Object.keys(programs).join(", ")}.`)
await program()
