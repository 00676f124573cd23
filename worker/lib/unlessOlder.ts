/**
 * The answer of an object's method; `otherwise` where the object still runs the code of a release that has no
 * such method, as for up to an hour after a deploy.
 */
export async function unlessOlder<Answer>(
  answer: PromiseLike<Answer>,
  otherwise: Answer,
): Promise<Answer> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof TypeError && error.message.includes('does not implement the method')) {
      return otherwise
    }
    throw error
  }
}
