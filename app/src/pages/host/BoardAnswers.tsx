import type { BoardAnswer } from "../../server/boardRequests.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Note } from "../../ui/Note.tsx"

type BoardAnswersProps = {
  readonly title: string
  readonly answers: readonly BoardAnswer[]
  readonly onClose: () => void
}

/** What each board said to a host's request. */
export function BoardAnswers({ title, answers, onClose }: BoardAnswersProps) {
  const { host: texts, ui } = useTexts()
  return (
    <Dialog
      isOpen
      title={title}
      onClose={onClose}
      actions={
        <Button autoFocus onClick={onClose}>
          {ui.close}
        </Button>
      }
    >
      {answers.length === 0 && <p>{texts.noBoards}</p>}
      {answers.map(({ board, problem }) =>
        problem === undefined ? (
          <Note key={board} tone="success" fact={texts.boardTook(new URL(board).host)} />
        ) : (
          <Note key={board} tone="error" fact={texts.boardRefused(new URL(board).host)}>
            {problem}
          </Note>
        ),
      )}
    </Dialog>
  )
}
