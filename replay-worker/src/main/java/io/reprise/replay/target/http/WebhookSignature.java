package io.reprise.replay.target.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests with one secret, as version 1.0.0 of Standard Webhooks says: HMAC-SHA256 over the
 * id, the time and the body of a request. Immutable and thread-safe.
 */
final class WebhookSignature {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "whsec_";
  private static final int FEWEST_BYTES = 24;
  private static final int MOST_BYTES = 64;

  private final SecretKeySpec key;

  private WebhookSignature(SecretKeySpec key) {
    this.key = key;
  }

  /**
   * Reads a secret.
   *
   * @param secret {@code whsec_} and 24 to 64 bytes in Base64
   * @throws IllegalArgumentException when the text is not a secret
   */
  static WebhookSignature of(String secret) {
    if (!secret.startsWith(PREFIX)) {
      throw new IllegalArgumentException("the secret does not begin with " + PREFIX);
    }
    var bytes = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    if (bytes.length < FEWEST_BYTES || bytes.length > MOST_BYTES) {
      throw new IllegalArgumentException("the secret does not have 24 to 64 bytes");
    }
    return new WebhookSignature(new SecretKeySpec(bytes, ALGORITHM));
  }

  /**
   * Returns the signature of a request for the header {@code webhook-signature}.
   *
   * @param id the header {@code webhook-id}; must have no full stop, which separates the parts
   * @param at the time of the request; the header {@code webhook-timestamp} has its seconds
   */
  String sign(String id, Instant at, byte[] body) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK cannot compute " + ALGORITHM, e);
    }
  }
}
