package io.reprise.replay.target.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.replay.target.TargetProgress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LeaseRecordTest {
  private static final String GOLDEN =
      "{\"v\":1,\"epoch\":6,\"topicId\":\"t\",\"producerId\":8,\"nextOffset\":42,"
          + "\"account\":\"{\\\"a\\\":1}\"}";

  @Test
  void isWrittenAsTheFormatSays() {
    var record = LeaseRecord.of(6, "t", 8, new TargetProgress(42, "{\"a\":1}"));

    assertThat(new String(record.encode(), StandardCharsets.UTF_8)).isEqualTo(GOLDEN);
    assertThat(LeaseRecord.decode(GOLDEN.getBytes(StandardCharsets.UTF_8))).isEqualTo(record);
    assertThat(record.progress()).isEqualTo(new TargetProgress(42, "{\"a\":1}"));
  }

  @Test
  void anUnknownVersionAndOtherBytesAreRefused() {
    assertThatThrownBy(() -> decode(GOLDEN.replace("\"v\":1", "\"v\":2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("upgrade the worker");
    assertThatThrownBy(() -> decode("no JSON")).isInstanceOf(IllegalArgumentException.class);
  }

  private static LeaseRecord decode(String text) {
    return LeaseRecord.decode(text.getBytes(StandardCharsets.UTF_8));
  }
}
