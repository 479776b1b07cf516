package io.reprise.archiver.topic;

import io.reprise.runtime.config.ConfigKey;
import io.reprise.runtime.json.ByteSize;
import io.reprise.runtime.json.Durations;
import io.reprise.store.archive.segment.Codec;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The archive settings of one topic.
 *
 * @param mode whether archived offsets are trimmed from Kafka; MOVE when left out
 * @param hotTime records younger than this stay in Kafka; 24 h when left out
 * @param hotSize about this many bytes of each partition stay in Kafka; 0 when left out
 * @param cutSize a segment is finished when its stored size reaches this limit; 64 MiB when left
 *     out
 * @param cutAge a segment is finished at this age, unless the archiver lags by more offsets than
 *     the segment holds; 10 m when left out
 * @param codec compression of segments; ZSTD when left out
 * @param excludeGroups consumer groups whose committed offsets do not limit trims
 * @param slack how long the archiver may be down before Kafka's own retention can delete records
 *     that are not archived; 24 h when left out. In mode MOVE, a topic whose retention.ms is less
 *     than {@code hotTime}, {@code cutAge} and {@code slack} together is refused
 */
public record TopicConfig(
    @ConfigKey("Whether archived records are also trimmed from Kafka (MOVE) or stay there.")
        ArchiveMode mode,
    @ConfigKey(value = "Records younger than this stay in Kafka.", range = "0 or more")
        Duration hotTime,
    @ConfigKey("About this many bytes of each partition stay in Kafka.") ByteSize hotSize,
    @ConfigKey(value = "A segment ends when its stored form has this size.", range = "1B to 2GiB")
        ByteSize cutSize,
    @ConfigKey(
            value =
                "A segment ends when this time has passed since it began, unless the archiver lags"
                    + " by more offsets than the segment holds.",
            range = "more than 0")
        Duration cutAge,
    @ConfigKey("How segments are compressed.") Codec codec,
    @ConfigKey("Consumer groups whose committed offsets do not limit trims.")
        List<String> excludeGroups,
    @ConfigKey(
            value =
                "How long the archiver may be down before Kafka's own retention may delete records"
                    + " that are not archived.",
            range = "0 or more")
        Duration slack) {
  private static final long LARGEST_CUT = 2L << 30;

  public TopicConfig(
      @Nullable ArchiveMode mode,
      @Nullable Duration hotTime,
      @Nullable ByteSize hotSize,
      @Nullable ByteSize cutSize,
      @Nullable Duration cutAge,
      @Nullable Codec codec,
      @Nullable List<String> excludeGroups,
      @Nullable Duration slack) {
    this.mode = mode == null ? ArchiveMode.MOVE : mode;
    this.hotTime = hotTime == null ? Duration.ofHours(24) : hotTime;
    this.hotSize = hotSize == null ? new ByteSize(0) : hotSize;
    this.cutSize = cutSize == null ? ByteSize.ofMiB(64) : cutSize;
    this.cutAge = cutAge == null ? Duration.ofMinutes(10) : cutAge;
    this.codec = codec == null ? Codec.ZSTD : codec;
    this.excludeGroups = excludeGroups == null ? List.of() : List.copyOf(excludeGroups);
    this.slack = slack == null ? Duration.ofHours(24) : slack;
    if (this.cutSize.bytes() < 1 || this.cutSize.bytes() > LARGEST_CUT) {
      throw new IllegalArgumentException(
          "cutSize is %s: give 1 byte to 2GiB".formatted(this.cutSize));
    }
    requirePositive("cutAge", this.cutAge);
    requireNotNegative("hotTime", this.hotTime);
    requireNotNegative("slack", this.slack);
  }

  private static void requirePositive(String name, Duration value) {
    requireNotNegative(name, value);
    if (value.isZero()) {
      throw new IllegalArgumentException(name + " is 0: give a positive duration, for example 10m");
    }
  }

  private static void requireNotNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(
          "%s is %s: give a duration that is not negative".formatted(name, Durations.text(value)));
    }
  }

  /** Creates settings with the default slack of 24 h. */
  public TopicConfig(
      @Nullable ArchiveMode mode,
      @Nullable Duration hotTime,
      @Nullable ByteSize hotSize,
      @Nullable ByteSize cutSize,
      @Nullable Duration cutAge,
      @Nullable Codec codec,
      @Nullable List<String> excludeGroups) {
    this(mode, hotTime, hotSize, cutSize, cutAge, codec, excludeGroups, null);
  }
}
