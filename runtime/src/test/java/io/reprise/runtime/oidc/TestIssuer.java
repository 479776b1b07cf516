package io.reprise.runtime.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** An issuer on loopback: discovery document, keys, and tokens that are signed with them. */
public final class TestIssuer implements AutoCloseable {
  public static final String AUDIENCE = "reprise";

  private final HttpServer server;
  private final AtomicInteger reads = new AtomicInteger();
  private volatile RSAKey key = newKey();
  private volatile String discovery;
  private volatile String keys;
  private volatile int status = 200;

  public TestIssuer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/realm/.well-known/openid-configuration", exchange -> answer(exchange, discovery));
    server.createContext(
        "/realm/keys",
        exchange -> {
          reads.incrementAndGet();
          answer(exchange, keys);
        });
    discovery = discovery(uri().toString());
    publish(List.of(key));
    server.start();
  }

  private String discovery(String issuer) {
    return "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(issuer, uri());
  }

  private void answer(HttpExchange exchange, String body) throws IOException {
    try (exchange) {
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Location", "/realm/elsewhere");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:%d/realm".formatted(server.getAddress().getPort()));
  }

  /** Returns the key that signs tokens now. */
  public RSAKey key() {
    return key;
  }

  /** Returns how often the keys were read. */
  public int reads() {
    return reads.get();
  }

  public static RSAKey newKey() {
    try {
      return new RSAKeyGenerator(2048)
          .keyUse(KeyUse.SIGNATURE)
          .keyID(UUID.randomUUID().toString())
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Replaces the key that signs tokens, and publishes the new one only. */
  public void rotate() {
    key = newKey();
    publish(List.of(key));
  }

  /** Replaces what the issuer publishes. Secret keys are published as such, if there are any. */
  public void publish(List<JWK> published) {
    keys = new JWKSet(published).toString(false);
  }

  public void publishText(String text) {
    keys = text;
  }

  public void name(String issuer) {
    discovery = discovery(issuer);
  }

  /** Answers every request with a status from now on. */
  public void answerWith(int now) {
    status = now;
  }

  /** Returns claims that are good for ten minutes. */
  public JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(uri().toString())
        .audience(AUDIENCE)
        .subject("ann")
        .expirationTime(Date.from(Instant.now().plusSeconds(600)));
  }

  /** Returns a token with some claims changed. */
  public String token(UnaryOperator<JWTClaimsSet.Builder> change) {
    return sign(
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
        change.apply(claims()).build(),
        key);
  }

  public String token() {
    return token(claims -> claims);
  }

  public static String sign(JWSHeader header, JWTClaimsSet claims, RSAKey by) {
    try {
      var jwt = new SignedJWT(header, claims);
      jwt.sign(new RSASSASigner(by));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
