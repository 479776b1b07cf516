package io.reprise.replay.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicPatternTest {
  @ParameterizedTest
  @CsvSource({
    "*-shadow, orders-shadow, true",
    "*-shadow, a.b_c-shadow, true",
    "*-shadow, -shadow, false",
    "*-shadow, orders-shadow2, false",
    "shadow.*, shadow.orders, true",
    "shadow.*, shadow., false",
    "shadow.*, shadowXorders, false",
    "a*b*c, aXbXc, true",
    "a*b*c, abXbXc, true",
    "a*b*c, abbc, false",
    "a*b*c, aXbc, false",
    "a**, abc, true",
    "a**, ab, false",
    "*-shadow, 'two words-shadow', false",
    "*-shadow, orders/x-shadow, false"
  })
  void aStarStandsForOneOrMoreCharactersOfATopicName(String text, String topic, boolean matches) {
    assertThat(new TopicPattern(text).matches(topic)).isEqualTo(matches);
  }

  @Test
  void aNameThatIsTooLongForKafkaDoesNotMatch() {
    assertThat(new TopicPattern("*-shadow").matches("x".repeat(242) + "-shadow")).isTrue();
    assertThat(new TopicPattern("*-shadow").matches("x".repeat(243) + "-shadow")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "*.*", "orders", "two words*", "ä*", "a:b*"})
  void refusesATextThatIsNoPatternOrAllowsAlmostEveryTopic(String text) {
    assertThatThrownBy(() -> new TopicPattern(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + text + "' is not a pattern of topic names: give 1 to 249");
  }
}
