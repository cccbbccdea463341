import { type Elements, put } from './gs1.ts'

/*
 * GS1 Digital Link: a web address that says which product, as QR codes on goods carry it. It is read and never opened.
 */

/**
 * The application identifiers an address names, its product first (`01`, padded to 14 digits); null when the address
 * names none in the way of the standard, or with a value that has not its form.
 */
export function digitalLinkElements(address: string): Elements | null {
  const parts = /^https?:\/\/[^/?#\s]+(\/[^?#\s]*)(?:\?([^#\s]*))?(?:#\S*)?$/i.exec(address)
  if (!parts) return null
  const path = (parts[1] as string).split('/').slice(1)
  // Whoever owns the address may put folders before the product.
  const at = path.findIndex((step, place) => step === '01' && /^[0-9]{8,14}$/.test(path[place + 1] ?? ''))
  if (at === -1) return null
  const found = new Map<string, string>()
  const steps = path.slice(at)
  if (steps.at(-1) === '') steps.pop()
  for (let place = 0; place < steps.length; place += 2) {
    const value = decoded(steps[place + 1] ?? '')
    const whole = place === 0 ? value?.padStart(14, '0') : value
    if (!whole || !put(found, steps[place] as string, whole)) return null
  }
  for (const pair of (parts[2] ?? '').split(/[&;]/)) {
    // Words of the address's owner stand among them and say nothing to us.
    const named = /^([0-9]{2,4})=(.*)$/.exec(pair)
    if (!named) continue
    const value = decoded(named[2] as string)
    if (!value || !put(found, named[1] as string, value)) return null
  }
  return found
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch (fault) {
    if (fault instanceof URIError) return null
    throw fault
  }
}
