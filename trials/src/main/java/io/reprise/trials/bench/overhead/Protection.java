package io.reprise.trials.bench.overhead;

import java.util.Locale;

/** What is on in a measured service, beyond what every service does. */
enum Protection {
  /** Nothing: all others are compared with it. */
  PLAIN(false, false, false, false, "nothing is on"),
  /** Nothing, in a second service. */
  CONTROL(false, false, false, false, "nothing is on, as in the peer: the noise of the machine"),
  TOKEN(true, false, false, false, "callers send a token of the token file; policy; audit log"),
  OIDC(
      true,
      true,
      false,
      false,
      "callers send a JSON Web Token of an issuer, which no line of the token file matches; policy;"
          + " audit log"),
  TLS(
      false,
      false,
      true,
      false,
      "HTTP over TLS, with the handshakes before the measurement; the client encrypts on the same"
          + " processor cores"),
  TRACING(false, false, false, true, "spans are exported, with the default ratio"),
  SECURED(
      true,
      true,
      true,
      true,
      "JSON Web Token, token file, policy, audit log, HTTP over TLS and tracing");

  private final boolean authenticates;
  private final boolean trustsIssuer;
  private final boolean encrypts;
  private final boolean traces;
  private final String text;

  Protection(
      boolean authenticates, boolean trustsIssuer, boolean encrypts, boolean traces, String text) {
    this.authenticates = authenticates;
    this.trustsIssuer = trustsIssuer;
    this.encrypts = encrypts;
    this.traces = traces;
    this.text = text;
  }

  /** Returns whether callers must have a token, and a policy says what they may do. */
  boolean authenticates() {
    return authenticates;
  }

  /** Returns whether the tokens of an issuer are accepted too; callers then send such a token. */
  boolean trustsIssuer() {
    return trustsIssuer;
  }

  boolean encrypts() {
    return encrypts;
  }

  boolean traces() {
    return traces;
  }

  /** Returns what is on, for a figure's note. */
  String text() {
    return text;
  }

  /** Returns the last word of the names of this protection's figures. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
