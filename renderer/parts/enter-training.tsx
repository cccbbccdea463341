import { GraduationCap } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { keyCaps } from '../keys/shortcuts.ts'
import { useActs, useMirror } from '../use-desk.ts'
import { Button } from './button.tsx'

/** The way to the training till, wherever nobody is being served. Not there while already training. */
export function EnterTraining() {
  const { t } = useTranslation()
  const acts = useActs()
  const trains = useMirror((mirror) => mirror.training !== null)
  if (trains) return null
  return (
    <Button
      icon={GraduationCap}
      cap={keyCaps.training}
      testId="enter-training"
      label={`${t('training.enter')}: ${t('training.enterTodo')}`}
      onPress={acts.enterTraining}
    >
      {t('training.enter')}
    </Button>
  )
}
