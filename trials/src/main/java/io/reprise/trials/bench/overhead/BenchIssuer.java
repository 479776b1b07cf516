package io.reprise.trials.bench.overhead;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/**
 * An OpenID Connect issuer on loopback that publishes one key and signs tokens with RS256.
 * Thread-safe. The caller closes it.
 */
final class BenchIssuer implements AutoCloseable {
  private static final String KEY_ID = "bench-key";
  private static final int KEY_BITS = 2048;
  private static final Duration LIFETIME = Duration.ofHours(12);

  private final HttpServer server;
  private final KeyPair keys;

  private BenchIssuer(HttpServer server, KeyPair keys) {
    this.server = server;
    this.keys = keys;
  }

  static BenchIssuer start() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(KEY_BITS);
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      var issuer = new BenchIssuer(server, generator.generateKeyPair());
      server.createContext(
          "/.well-known/openid-configuration", exchange -> answer(exchange, issuer.discovery()));
      server.createContext("/keys", exchange -> answer(exchange, issuer.publicKeys()));
      server.start();
      return issuer;
    } catch (IOException e) {
      throw new UncheckedIOException("the bench's issuer of tokens cannot listen", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK generates RSA keys", e);
    }
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Returns a token that is valid for longer than any bench takes. */
  String token(String subject, String audience) {
    var now = Instant.now();
    var header = Json.json().createObjectNode().put("alg", "RS256").put("kid", KEY_ID);
    var claims =
        Json.json()
            .createObjectNode()
            .put("iss", uri().toString())
            .put("sub", subject)
            .put("aud", audience)
            .put("iat", now.getEpochSecond())
            .put("exp", now.plus(LIFETIME).getEpochSecond());
    var signed = base64(header.toString()) + "." + base64(claims.toString());
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK signs with RSA", e);
    }
  }

  private String discovery() {
    return Json.json()
        .createObjectNode()
        .put("issuer", uri().toString())
        .put("jwks_uri", uri() + "/keys")
        .toString();
  }

  private String publicKeys() {
    var key = (RSAPublicKey) keys.getPublic();
    var set = Json.json().createObjectNode();
    set.putArray("keys")
        .addObject()
        .put("kty", "RSA")
        .put("use", "sig")
        .put("kid", KEY_ID)
        .put("n", base64(unsigned(key.getModulus())))
        .put("e", base64(unsigned(key.getPublicExponent())));
    return set.toString();
  }

  /** Returns the bytes of a positive number without the sign that Java may put in front. */
  private static byte[] unsigned(BigInteger number) {
    var bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    try (exchange) {
      var bytes = json.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
