package io.reprise.runtime.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads what an OpenID Connect issuer publishes. Each request takes at most 5 s, follows no
 * redirect and reads at most 512 KiB, so that an issuer that hangs or lies does no harm.
 * Thread-safe.
 */
public final class IssuerClient {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int MOST_BYTES = 512 * 1024;
  private static final int LEAST_RSA_BITS = 2048;
  private static final int LONGEST_REASON = 200;
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  private final URI issuer;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(LIMIT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  public IssuerClient(URI issuer) {
    this.issuer = issuer;
  }

  /** Reads the issuer's discovery document. */
  public IssuerMetadata metadata() throws IssuerException {
    var base = issuer.toString();
    var stem = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return IssuerMetadata.of(issuer, json(URI.create(stem + DISCOVERY)));
  }

  /**
   * Reads the issuer's public keys, at the address that the discovery document names.
   *
   * @return the keys that can verify signatures: RSA with at least 2048 bits, and elliptic curves.
   *     Symmetric keys are left out: whoever can verify with one can also sign
   */
  JWKSet keys() throws IssuerException {
    var address = metadata().keys();
    try {
      var set = JWKSet.parse(text(address));
      var usable = set.getKeys().stream().filter(IssuerClient::isUsable).toList();
      if (usable.isEmpty()) {
        throw new IssuerException("%s has no key that can verify tokens".formatted(address));
      }
      return new JWKSet(List.copyOf(usable)).toPublicJWKSet();
    } catch (ParseException e) {
      throw new IssuerException("%s is not a set of keys".formatted(address), e);
    }
  }

  private static boolean isUsable(JWK key) {
    return key.getKeyType().equals(KeyType.RSA) && key.size() >= LEAST_RSA_BITS
        || key.getKeyType().equals(KeyType.EC);
  }

  private JsonNode json(URI address) throws IssuerException {
    try {
      return Json.json().readTree(text(address));
    } catch (IOException e) {
      throw new IssuerException("%s is not JSON".formatted(address), e);
    }
  }

  private String text(URI address) throws IssuerException {
    var request = HttpRequest.newBuilder(address).header("Accept", "application/json").build();
    return new String(send(request), StandardCharsets.UTF_8);
  }

  /**
   * Asks the issuer for tokens.
   *
   * @param endpoint the token endpoint of the issuer's metadata
   * @param form what the request asks for, by parameter, such as {@code grant_type}
   * @param client the client that asks
   * @throws GrantRefusedException if the issuer refuses; a retry does not help
   * @throws IssuerException if the issuer does not answer; whether it has used up a code or refresh
   *     token is then unknown
   */
  public IssuedTokens issue(URI endpoint, Map<String, String> form, Client client)
      throws IssuerException {
    return IssuedTokens.of(post(endpoint, form, client));
  }

  /**
   * Asks the issuer for the codes by which a person signs in for a device without a browser.
   *
   * @param endpoint the device authorization endpoint of the issuer's metadata
   * @param form the parameters of the request, such as {@code scope}
   * @throws GrantRefusedException if the issuer refuses; a retry does not help
   * @throws IssuerException if the issuer does not answer, or not as RFC 8628 demands
   */
  public DeviceAuthorization authorizeDevice(URI endpoint, Map<String, String> form, Client client)
      throws IssuerException {
    return DeviceAuthorization.of(post(endpoint, form, client));
  }

  private JsonNode post(URI endpoint, Map<String, String> form, Client client)
      throws IssuerException {
    var answer = exchange(client.request(endpoint, form));
    try {
      var document = Json.json().readTree(answer.body());
      if (answer.statusCode() == 400 || answer.statusCode() == 401) {
        throw new GrantRefusedException(
            "%s refuses: %s".formatted(endpoint, refusal(document, answer.statusCode())),
            document.path("error").asText(""));
      }
      body(answer);
      return document;
    } catch (IOException e) {
      throw new IssuerException(
          "%s answered with status %d and something that is not JSON"
              .formatted(endpoint, answer.statusCode()),
          e);
    }
  }

  private static String refusal(JsonNode document, int status) {
    var reason =
        "%s %s"
            .formatted(
                document.path("error").asText("status " + status),
                document.path("error_description").asText(""))
            .strip()
            .replaceAll("[^\\x20-\\x7e]", "?");
    return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
  }

  private byte[] send(HttpRequest request) throws IssuerException {
    return body(exchange(request));
  }

  private HttpResponse<byte[]> exchange(HttpRequest request) throws IssuerException {
    var answer = http.sendAsync(request, head -> new BoundedBody(MOST_BYTES));
    try {
      return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IssuerException("%s cannot be read: %s".formatted(request.uri(), e.getCause()), e);
    } catch (TimeoutException e) {
      throw new IssuerException(
          "%s did not answer within %d s".formatted(request.uri(), LIMIT.toSeconds()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IssuerException("interrupted while reading " + request.uri(), e);
    } finally {
      answer.cancel(true);
    }
  }

  private static byte[] body(HttpResponse<byte[]> answer) throws IssuerException {
    if (answer.statusCode() != 200) {
      throw new IssuerException(
          "%s answered with status %d".formatted(answer.uri(), answer.statusCode()));
    }
    return answer.body();
  }
}
