package io.reprise.ingest.service.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTextTest {
  @Test
  void undoesPercentEncodingAndQuotes() {
    assertThat(HeaderText.decode("plain /a?b=c")).isEqualTo("plain /a?b=c");
    assertThat(HeaderText.decode("Euro%20%E2%82%AC%20%F0%9F%98%80")).isEqualTo("Euro € 😀");
    assertThat(HeaderText.decode("\"a \\\" b\"")).isEqualTo("a \" b");
    assertThat(HeaderText.decode("100%25")).isEqualTo("100%");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "a%2", "%zz", "100% sure", "%ff", "%C3", "%ED%A0%80", "ä"})
  void refusesWhatIsNoEncodedUtf8(String value) {
    assertThatThrownBy(() -> HeaderText.decode(value)).isInstanceOf(IllegalArgumentException.class);
  }
}
