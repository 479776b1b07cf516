package io.reprise.store.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicSettingsTest {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "cleanup.policy", "compact,delete",
          "retention.ms", "60000",
          "retention.bytes", "-1",
          "max.message.bytes", "1000",
          "message.timestamp.type", "CreateTime",
          "message.timestamp.before.max.ms", "5000",
          "message.timestamp.after.max.ms", "7000");

  @Test
  void readsLimitsAndRetention() {
    var settings = new TopicSettings(SETTINGS);

    assertThat(settings.isCompacted()).isTrue();
    assertThat(settings.value("max.message.bytes")).contains("1000");
    assertThat(settings.value("min.insync.replicas")).isEmpty();
    assertThat(settings.recordLimits()).isEqualTo(new RecordLimits(1_000, true, 5_000, 7_000));
    assertThat(settings.recordExpiry()).isEqualTo(new RecordExpiry(60_000, Long.MAX_VALUE));
    assertThat(settings.retention()).isEqualTo(new TopicRetention("compact,delete", 60_000, -1));
  }

  @Test
  void topicThatOnlyCompactsDeletesNoRecordByAgeOrSize() {
    var settings = with("cleanup.policy", "compact");

    assertThat(settings.recordExpiry()).isEqualTo(RecordExpiry.NONE);
    assertThat(settings.recordLimits().requiresKey()).isTrue();
  }

  @Test
  void noTimestampIsTooOldIfTheBrokerSetsTheTimestamps() {
    var settings = with("message.timestamp.type", "LogAppendTime");

    assertThat(settings.recordExpiry()).isEqualTo(RecordExpiry.NONE);
    assertThat(settings.recordLimits())
        .isEqualTo(new RecordLimits(1_000, true, Long.MAX_VALUE, Long.MAX_VALUE));
  }

  @Test
  void settingWithoutAValueSetsNoLimit() {
    var settings = new TopicSettings(Map.of("cleanup.policy", "delete"));

    assertThat(settings.isCompacted()).isFalse();
    assertThat(settings.recordLimits()).isEqualTo(RecordLimits.NONE);
    assertThat(settings.recordExpiry()).isEqualTo(RecordExpiry.NONE);
    assertThat(settings.retention()).isEqualTo(new TopicRetention("delete", -1, -1));
  }

  private static TopicSettings with(String name, String value) {
    var settings = new HashMap<>(SETTINGS);
    settings.put(name, value);
    return new TopicSettings(settings);
  }
}
