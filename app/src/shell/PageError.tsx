import { CircleX } from "lucide-react"

import { useTexts } from "../texts/TextsProvider.tsx"
import { Button } from "../ui/Button.tsx"
import { CopyButton } from "../ui/CopyButton.tsx"
import { Empty } from "../ui/Empty.tsx"
import { PageHead } from "./PageHead.tsx"

/** A page that failed where no one expected it. */
export function PageError({ error }: { error: unknown }) {
  const { errors } = useTexts()
  const cause = error instanceof Error ? error.message : String(error)
  return (
    <>
      <PageHead title={errors.title} />
      <div role="alert">
        <Empty
          Icon={CircleX}
          title={errors.meaning}
          actions={
            <Button look="primary" onClick={() => location.reload()}>
              {errors.reload}
            </Button>
          }
        >
          <p className="text-xs break-words">
            {errors.cause}: {cause} <CopyButton text={cause} label={errors.cause} />
          </p>
        </Empty>
      </div>
    </>
  )
}
