import { useMutation } from "@tanstack/react-query"
import { useState } from "react"

import type { BoardAnswer } from "../../server/boardRequests.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Note } from "../../ui/Note.tsx"

/** Sends what was signed to some boards. */
export type SendToBoards = (boards: readonly string[]) => Promise<readonly BoardAnswer[]>

type BoardAnswersProps = {
  readonly title: string
  readonly answers: readonly BoardAnswer[]
  /** Sends the same again, to boards that did not answer. */
  readonly send: SendToBoards
  /** Leads back to what a board refused, as it is now. */
  readonly onAgain: () => Promise<unknown>
  readonly onClose: () => void
}

/** What each board said to a host's request, and how to go on where one did not take it. */
export function BoardAnswers({ title, answers: first, send, onAgain, onClose }: BoardAnswersProps) {
  const { host: texts, ui } = useTexts()
  const [answers, setAnswers] = useState(first)
  const silent = answers.flatMap(({ board, isSilent }) => (isSilent ? [board] : []))
  const isRefused = answers.some(({ problem, isSilent }) => problem !== undefined && !isSilent)
  const sending = useMutation({
    mutationFn: send,
    onSuccess: (later) => setAnswers(answers.map((one) => later.find(({ board }) => board === one.board) ?? one)),
  })
  const returning = useMutation({ mutationFn: onAgain })
  return (
    <Dialog
      isOpen
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button autoFocus onClick={onClose}>
            {ui.close}
          </Button>
          {silent.length > 0 ? (
            <Button look="primary" waiting={sending.isPending} onClick={() => sending.mutate(silent)}>
              {ui.tryAgain}
            </Button>
          ) : (
            isRefused && (
              <Button look="primary" waiting={returning.isPending} onClick={() => returning.mutate()}>
                {texts.signAgain}
              </Button>
            )
          )}
        </>
      }
    >
      {answers.length === 0 && <p>{texts.noBoards}</p>}
      {answers.map(({ board, problem, isSilent }) => {
        const { host } = new URL(board)
        if (problem === undefined) return <Note key={board} tone="success" fact={texts.boardTook(host)} />
        return (
          <Note key={board} tone="error" fact={isSilent ? texts.boardSilent(host) : texts.boardRefused(host)}>
            {isSilent ? texts.boardSilentMeaning : problem}
          </Note>
        )
      })}
    </Dialog>
  )
}
