import { DeclinedError } from "../errors.ts"
import type { ProposedPayment, Session } from "../session.ts"
import { note } from "../terminal/output.ts"
import { askToConfirm } from "../terminal/prompt.ts"

/** Shows what will be done, and asks for confirmation unless `--yes` was passed. */
export async function confirmSteps(
  session: Session,
  { yes }: { readonly yes?: true | undefined },
  sentences: readonly string[],
  payment?: ProposedPayment,
): Promise<void> {
  if (session.confirm) return session.confirm({ sentences, payment })
  for (const sentence of sentences) note(session, sentence)
  if (!yes && !(await askToConfirm(session, "Send?"))) throw new DeclinedError()
}
