package io.reprise.cli.login;

import io.reprise.runtime.oidc.Client;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;

/**
 * The random values of one sign-in, each of 256 bits. The state ties the answer to this command,
 * the nonce ties the identity token to it, and the verifier proves that whoever exchanges the code
 * is the one who asked for it (PKCE, RFC 7636). Immutable.
 */
record AuthorizationRequest(String state, String nonce, String verifier) {
  static AuthorizationRequest create(SecureRandom random) {
    return new AuthorizationRequest(text(random), text(random), text(random));
  }

  private static String text(SecureRandom random) {
    var bytes = new byte[32];
    random.nextBytes(bytes);
    return base64(bytes);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Returns the URL at which a person signs in. */
  URI url(URI endpoint, String clientId, String scope, URI redirect) {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("response_type", "code");
    parameters.put("client_id", clientId);
    parameters.put("redirect_uri", redirect.toString());
    parameters.put("scope", scope);
    parameters.put("state", state);
    parameters.put("nonce", nonce);
    parameters.put("code_challenge", challenge());
    parameters.put("code_challenge_method", "S256");
    var text = endpoint.toString();
    return URI.create(text + (text.indexOf('?') < 0 ? "?" : "&") + Client.form(parameters));
  }

  private String challenge() {
    try {
      return base64(
          MessageDigest.getInstance("SHA-256")
              .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Returns a text without the secrets. */
  @Override
  public String toString() {
    return "AuthorizationRequest";
  }
}
