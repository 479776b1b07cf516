package io.reprise.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyPartitionTest {

  @ParameterizedTest
  @CsvSource({"user-0, 3", "user-1, 4", "user-2, 0", "user-42, 4", "'', 1"})
  void theseKeysAreInThesePartitionsOfEight(String key, int partition) {
    assertThat(KeyPartition.of(utf8(key), 8)).isEqualTo(partition);
  }

  @Test
  void agreesWithTheProducer() {
    var random = new Random(11);
    for (int i = 0; i < 10_000; i++) {
      var key = new byte[random.nextInt(40)];
      random.nextBytes(key);
      int partitions = 1 + random.nextInt(200);

      assertThat(KeyPartition.of(key, partitions))
          .isEqualTo(BuiltInPartitioner.partitionForKey(key, partitions));
    }
  }

  @Test
  void spreadsTheKeysOfOnePartitionOverAllBuckets() {
    var perBucket = new int[4];
    for (int i = 0; i < 20_000; i++) {
      var key = utf8("user-" + i);
      if (KeyPartition.of(key, 8) == 3) {
        perBucket[KeyPartition.bucket(key, 8, perBucket.length)]++;
      }
    }

    for (int keys : perBucket) {
      assertThat(keys).isBetween(500, 750);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
