package io.reprise.runtime.access;

/** What a service has found out about who has a token or a client certificate. */
public sealed interface Authentication {
  /** The principal has the token or certificate. */
  record Authenticated(Principal principal) implements Authentication {}

  /**
   * The token or certificate proves nothing.
   *
   * @param reason what is wrong with it, to be read after the words "the token of the request" or
   *     "the client certificate"; without any part of the token
   */
  record Refused(String reason) implements Authentication {}

  /**
   * The token cannot be checked now. The caller may send it again later.
   *
   * @param reason a sentence that says what is missing, for operators
   */
  record Unavailable(String reason) implements Authentication {}
}
