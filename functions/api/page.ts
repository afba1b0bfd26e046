/** What a list reads at a time: 50 unless the caller says otherwise. */
export function pageOf({ limit, cursor }: { limit?: number | undefined; cursor?: string | undefined }): {
  limit: number;
  cursor?: string;
} {
  return { limit: limit ?? 50, ...(cursor && { cursor }) };
}
