package io.reprise.runtime.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracingConfigTest {
  private static final URI PLAIN = URI.create("http://collector:4318/v1/traces");

  @ParameterizedTest
  @ValueSource(strings = {"collector:4318", "grpc://collector:4317", "/v1/traces", "http:///x"})
  void anEndpointIsAnHttpUrl(String endpoint) {
    assertThatThrownBy(() -> new TracingConfig(URI.create(endpoint), null, null))
        .hasMessage("tracing.endpoint is '%s': give a URL with http or https".formatted(endpoint));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void aRatioIsAShare(double ratio) {
    assertThatThrownBy(() -> new TracingConfig(PLAIN, ratio, null))
        .hasMessage("tracing.ratio is %s: give a number from 0 to 1".formatted(ratio));
  }

  @Test
  void headersAreNotSentWhereTheNetworkCouldReadThem() {
    var headers = Path.of("headers");

    assertThatThrownBy(() -> new TracingConfig(PLAIN, null, headers))
        .hasMessageContaining("has neither https nor a loopback host");
    assertThat(new TracingConfig(URI.create("https://collector/v1/traces"), null, headers))
        .isNotNull();
    assertThat(new TracingConfig(URI.create("http://127.0.0.1:1/v1/traces"), null, headers))
        .isNotNull();
  }

  @Test
  void theTextHasNoCredentials() {
    var config = new TracingConfig(URI.create("http://u:secret@c/v1/traces"), null, null);

    assertThat(config.toString()).contains("ratio=0.01", "http://***@c").doesNotContain("secret");
  }
}
