package io.reprise.replay.target.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignatureTest {
  /** The example with which the libraries of Standard Webhooks test themselves. */
  @Test
  void signsAsTheLibrariesOfStandardWebhooks() {
    var signature = WebhookSignature.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    assertThat(
            signature.sign(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1614265330),
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void acceptsSecretsOf24To64Bytes() {
    assertThat(WebhookSignature.of(secret(24))).isNotNull();
    assertThat(WebhookSignature.of(secret(64))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 23, 65})
  void refusesSecretsOfOtherLengths(int bytes) {
    assertThatThrownBy(() -> WebhookSignature.of(secret(bytes)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_not base64"})
  void refusesTextsThatAreNoSecret(String text) {
    assertThatThrownBy(() -> WebhookSignature.of(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String secret(int bytes) {
    return "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);
  }
}
