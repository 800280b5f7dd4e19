/** Whether somebody has been through the welcome, kept in this browser. */
const key = 'rightdesk.welcomed'

export const isWelcomed = (): boolean => localStorage.getItem(key) !== null

export const noteWelcomed = (): void => localStorage.setItem(key, new Date().toISOString())
