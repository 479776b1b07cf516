package io.reprise.cli.token;

import io.reprise.runtime.access.Token;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the lines of a principal for the files of a service. */
final class TokenLines {
  private TokenLines() {}

  /** Returns the line of a token for the file of tokens, without the token itself. */
  static String ofToken(String principal, Token token) {
    return "  - {principal: '%s', sha256: '%s'}".formatted(principal, token.sha256Hex());
  }

  /** Returns the line of a principal for the file of the policy. */
  static String ofRole(String principal, String role, List<String> topics, List<String> targets) {
    return "  - {principal: '%s', role: %s, topics: %s, targets: %s}"
        .formatted(principal, role, quoted(topics), quoted(targets));
  }

  private static String quoted(List<String> patterns) {
    return patterns.stream()
        .map(pattern -> "'" + pattern.replace("'", "''") + "'")
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
