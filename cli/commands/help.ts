// How help groups options and commands.
import { type CommandUnknownOpts, Help, Option } from "@commander-js/extra-typings"

export const TRANSACTION_OPTIONS = "Transaction options:"
export const CHAIN_OPTIONS = "Chain options:"
export const GENERAL_OPTIONS = "General options:"
export const OTHER_COMMANDS = "Other commands:"

/** Groups that many commands have, in the order in which they follow a command's own options. */
const sharedGroups = [TRANSACTION_OPTIONS, CHAIN_OPTIONS, GENERAL_OPTIONS]

const plainHelp = new Help()

export function configureHelp(command: CommandUnknownOpts): CommandUnknownOpts {
  return command
    .addHelpOption(new Option("-h, --help", "Show help for the command").helpGroup(GENERAL_OPTIONS))
    .configureHelp({
      groupItems(all, visible, groupOf) {
        const groups = plainHelp.groupItems(all, visible, groupOf)
        return new Map([...groups].sort(([a], [b]) => sharedGroups.indexOf(a) - sharedGroups.indexOf(b)))
      },
    })
}
