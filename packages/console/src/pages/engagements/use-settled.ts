/** A value once it has stayed the same for a while, so that typing does not ask the desk at every key. */
import { useEffect, useState } from 'react'

/** Compared by what it holds, not by which object it is. */
export function useSettled<Value>(value: Value, ms: number): Value {
  const [settled, setSettled] = useState(value)
  const key = JSON.stringify(value)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for what the value holds
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), ms)
    return () => window.clearTimeout(timer)
  }, [key, ms])
  return settled
}
