import { confirm } from "@inquirer/prompts"
import { DeclinedError } from "../errors.ts"
import type { Session } from "../session.ts"
import { note } from "../terminal/output.ts"

/** Shows what will be done, and asks for confirmation unless `--yes` was passed. */
export async function confirmSteps(
  session: Session,
  { yes }: { readonly yes?: true | undefined },
  sentences: readonly string[],
): Promise<void> {
  for (const sentence of sentences) note(session, sentence)
  if (yes) return
  const { stdin: input, stderr: output, signal } = session
  const agreed = await confirm({ message: "Send?", default: false }, { input, output, signal }).catch(
    (error: unknown) => {
      // Ctrl-C at the prompt.
      if (error instanceof Error && /ExitPrompt|AbortPrompt/.test(error.name)) return false
      throw error
    },
  )
  if (!agreed) throw new DeclinedError()
}
