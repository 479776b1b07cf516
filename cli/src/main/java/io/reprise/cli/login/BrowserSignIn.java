package io.reprise.cli.login;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.signin.AccessTokens;
import io.reprise.cli.signin.SignIn;
import io.reprise.runtime.oidc.Client;
import io.reprise.runtime.oidc.IssuedTokens;
import io.reprise.runtime.oidc.IssuerClient;
import io.reprise.runtime.oidc.IssuerException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Signs a person in with a browser: authorization code with PKCE and a loopback redirect (RFC
 * 8252). Confined to one thread.
 */
final class BrowserSignIn {
  private static final int LONGEST_REASON = 200;

  private final SignIn wanted;
  private final Messages messages;
  private final Duration limit;

  /** Shows the person what to do. */
  @FunctionalInterface
  interface Messages {
    /**
     * @param url what to open in a browser; null if the text is only information
     */
    void show(String text, @Nullable URI url);
  }

  /**
   * @param wanted the issuer and the client
   * @param limit how long to wait for the person
   */
  BrowserSignIn(SignIn wanted, Messages messages, Duration limit) {
    this.wanted = wanted;
    this.messages = messages;
    this.limit = limit;
  }

  /**
   * Waits until the person has signed in.
   *
   * @return the sign-in with its tokens
   * @throws CommandFailure if nobody signs in, or the issuer refuses
   */
  SignIn run(Clock clock) throws IssuerException {
    var issuer = new IssuerClient(wanted.issuer());
    var metadata = issuer.metadata();
    var authorization = metadata.authorization();
    if (authorization == null) {
      throw new IssuerException(
          "the discovery document of %s lacks authorization_endpoint: nobody can sign in there"
              .formatted(wanted.issuer()));
    }
    var tokens = AccessTokens.tokenEndpoint(wanted.issuer(), metadata.token());
    var request = AuthorizationRequest.create(new SecureRandom());
    try (var redirect = new LoopbackRedirect()) {
      var url = request.url(authorization, wanted.clientId(), wanted.scope(), redirect.uri());
      messages.show(
          "open this URL in a browser on this machine to sign in:\n\n  " + url + "\n", url);
      messages.show(
          "waiting up to %d s for the answer of the issuer".formatted(limit.toSeconds()), null);
      var code = code(redirect.await(request.state(), limit));
      var issued = exchange(issuer, tokens, request, redirect.uri(), code);
      var identity =
          IdentityToken.of(issued.identity(), wanted.issuer(), wanted.clientId(), request.nonce());
      messages.show("signed in as " + identity.name(), null);
      return wanted.with(issued, clock.instant());
    }
  }

  private String code(Map<String, String> answer) {
    var issuer = answer.get("iss");
    var code = answer.get("code");
    if (issuer != null && !issuer.equals(wanted.issuer().toString())) {
      throw new CommandFailure(ExitCode.REFUSED, "the answer is of another issuer (RFC 9207)");
    }
    if (code == null) {
      throw new CommandFailure(ExitCode.REFUSED, "the issuer refuses: " + refusal(answer));
    }
    return code;
  }

  private static String refusal(Map<String, String> answer) {
    var reason =
        "%s %s"
            .formatted(
                answer.getOrDefault("error", "no code"),
                answer.getOrDefault("error_description", ""))
            .strip()
            .replaceAll("[^\\x20-\\x7e]", "?");
    return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
  }

  private IssuedTokens exchange(
      IssuerClient issuer, URI endpoint, AuthorizationRequest request, URI redirect, String code)
      throws IssuerException {
    var form = new TreeMap<String, String>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", redirect.toString());
    form.put("code_verifier", request.verifier());
    return issuer.issue(endpoint, form, new Client(wanted.clientId(), null));
  }
}
