package io.reprise.cli.signin;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.runtime.oidc.Client;
import io.reprise.runtime.oidc.GrantRefusedException;
import io.reprise.runtime.oidc.IssuedTokens;
import io.reprise.runtime.oidc.IssuerClient;
import io.reprise.runtime.oidc.IssuerException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Returns the access token of a sign-in, and renews it before it expires: by the refresh token of a
 * person, or by the secret of a job. Thread-safe. Every failure is a {@link CommandFailure}.
 */
public final class AccessTokens {
  /** A request that begins now should still be valid when it arrives. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final SignInFile file;
  private final Clock clock;

  public AccessTokens(SignInFile file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /**
   * Returns a token that is valid now.
   *
   * @throws CommandFailure with {@link ExitCode#REFUSED} if the user must sign in again, and with
   *     {@link ExitCode#UNREACHABLE} if the issuer does not answer
   */
  public String current() {
    var now = file.read().filter(signIn -> signIn.isValidFor(MARGIN, clock.instant()));
    var token = now.orElseGet(() -> file.change(this::renewed)).accessToken();
    if (token == null) {
      throw signInAgain("nobody is signed in");
    }
    return token;
  }

  private SignIn renewed(SignIn signIn) {
    if (signIn.isValidFor(MARGIN, clock.instant())) {
      return signIn; // Another process has renewed it.
    }
    try {
      return signIn.with(renew(signIn), clock.instant());
    } catch (GrantRefusedException e) {
      throw signInAgain(String.valueOf(e.getMessage()));
    } catch (IssuerException e) {
      if (signIn.isValidFor(Duration.ZERO, clock.instant())) {
        return signIn;
      }
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          "the token has expired and its issuer does not answer: %s".formatted(e.getMessage()),
          e);
    }
  }

  private IssuedTokens renew(SignIn signIn) throws IssuerException {
    var form = new LinkedHashMap<String, String>();
    var secretFile = signIn.clientSecretFile();
    if (secretFile != null) {
      return ofJob(signIn.issuer(), signIn.clientId(), signIn.scope(), secretFile);
    }
    var refresh = signIn.refreshToken();
    if (refresh == null) {
      throw signInAgain(
          signIn.accessToken() == null ? "nobody is signed in" : "the token has expired");
    }
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", refresh);
    return issue(signIn.issuer(), form, new Client(signIn.clientId(), null));
  }

  /** Asks for the token of a job, which has a secret. */
  public static IssuedTokens ofJob(URI issuer, String clientId, String scope, Path secretFile)
      throws IssuerException {
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", "client_credentials");
    if (!scope.isEmpty()) {
      form.put("scope", scope);
    }
    return issue(issuer, form, new Client(clientId, secret(secretFile)));
  }

  private static IssuedTokens issue(URI issuer, Map<String, String> form, Client client)
      throws IssuerException {
    var issuers = new IssuerClient(issuer);
    return issuers.issue(tokenEndpoint(issuer, issuers.metadata().token()), form, client);
  }

  /** Returns the token endpoint of an issuer that issues tokens. */
  public static URI tokenEndpoint(URI issuer, @Nullable URI endpoint) throws IssuerException {
    return Optional.ofNullable(endpoint)
        .orElseThrow(
            () ->
                new IssuerException(
                    "the discovery document of %s lacks token_endpoint".formatted(issuer)));
  }

  private static String secret(Path file) {
    try {
      var line = Files.readString(file).lines().findFirst().orElse("").strip();
      if (!line.isEmpty()) {
        return line;
      }
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE, file + " cannot be read: its first line must be the client's secret", e);
    }
    throw new CommandFailure(
        ExitCode.USAGE, file + " has no secret: its first line must be the client's secret");
  }

  private CommandFailure signInAgain(String reason) {
    return new CommandFailure(
        ExitCode.REFUSED, "%s (%s): sign in with `reprise login`".formatted(reason, file.path()));
  }
}
