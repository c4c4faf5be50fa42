// The verbs as calls that are ready to be signed, by their names in Solidity.
import type { Action, Room } from "./actionSources.ts"
import { type GeneratedFile, generatedSource } from "./files.ts"
import { pathFrom } from "./imports.ts"

const path = "sdk/generated/verbs.ts"

export function verbs(actions: readonly Action[]): GeneratedFile {
  const inRooms = (...rooms: readonly Room[]) => {
    const members = actions.filter((action) => action.prepare && rooms.includes(action.room))
    return members.sort((a, b) => (a.name < b.name ? -1 : 1))
  }
  const ofRentals = inRooms("rental", "requests")
  const ofAdministration = inRooms("admin")
  const ofMandates = inRooms("mandate")
  const imports = [...ofAdministration, ...ofMandates, ...ofRentals].map(({ prepare, prepareFile }) => {
    return `import { ${prepare} } from "${pathFrom(path, prepareFile)}"`
  })
  const table = (name: string, members: readonly Action[]) =>
    `export const ${name} = {\n${members.map((member) => `  ${member.name}: ${member.prepare},\n`).join("")}}`
  const body = [
    imports.join("\n"),
    `/** The verbs of renters, hosts, arbiters and keepers. */\n${table("verbs", ofRentals)}`,
    `/** The verbs of the owner and the guardian. */\n${table("administrationVerbs", ofAdministration)}`,
    `/** The verbs of mandates. */\n${table("mandateVerbs", ofMandates)}`,
  ]
  return generatedSource(path, body.join("\n\n"))
}
