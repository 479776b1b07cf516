package io.reprise.runtime.access;

/** What a service has found out about who has a token. */
public sealed interface Authentication {
  /** The principal has the token. */
  record Authenticated(Principal principal) implements Authentication {}

  /**
   * The token proves nothing.
   *
   * @param reason what is wrong with the token, to be read after the words "the token of the
   *     request"; without any part of the token
   */
  record Refused(String reason) implements Authentication {}

  /**
   * The token cannot be checked now. The caller may send it again later.
   *
   * @param reason a sentence that says what is missing, for operators
   */
  record Unavailable(String reason) implements Authentication {}
}
