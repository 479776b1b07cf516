package io.reprise.runtime.http;

import io.reprise.runtime.access.AuthenticationConfig;
import io.reprise.runtime.access.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** HTTP sections of services that ask who their callers are. For tests of the services. */
public final class AuthenticatedHttp {
  private AuthenticatedHttp() {}

  /**
   * The service listens on a free port, and one principal may do everything there.
   *
   * @param directory where the files of tokens and of the policy are written
   * @param principal the name of the principal
   * @param token by which the principal proves who it is
   */
  public static HttpConfig of(Path directory, String principal, Token token) {
    return of(
        directory,
        "tokens:\n- {principal: '%s', sha256: %s}\n".formatted(principal, token.sha256Hex()),
        "bindings:\n- {principal: '%s', role: admin, topics: ['*'], targets: ['*']}\n"
            .formatted(principal));
  }

  /** The service listens on a free port, and refuses every caller. */
  public static HttpConfig ofNobody(Path directory) {
    return of(directory, "tokens: []\n", "bindings: []\n");
  }

  private static HttpConfig of(Path directory, String tokens, String policy) {
    var tokenFile = directory.resolve("tokens.yaml");
    var policyFile = directory.resolve("policy.yaml");
    try {
      Files.writeString(tokenFile, tokens);
      Files.writeString(policyFile, policy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new HttpConfig(
        "127.0.0.1", 0, null, new AuthenticationConfig(tokenFile, policyFile), false);
  }
}
