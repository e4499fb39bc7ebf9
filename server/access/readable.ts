// A device's name as it may stand on terminals and in files.

export const readable = (name: string): string => name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').trim() || 'A device'
