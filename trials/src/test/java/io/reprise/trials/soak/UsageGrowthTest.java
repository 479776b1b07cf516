package io.reprise.trials.soak;

import static io.reprise.trials.soak.UsageGrowth.Measure.FILES;
import static io.reprise.trials.soak.UsageGrowth.Measure.HEAP;
import static io.reprise.trials.soak.UsageGrowth.Measure.THREADS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UsageGrowthTest {
  private static final int LIVES = 6;
  private static final int SAMPLES_OF_A_LIFE = 5;

  @Test
  void aServiceThatUsesTheSameIsFlat() {
    var usages = samples(i -> usage(i, 100, 50, 120));

    assertThat(UsageGrowth.of("worker", HEAP, usages))
        .isEqualTo(new UsageGrowth("worker", "heap MiB", 30, 100, 100, 100, 100, true));
    assertThat(UsageGrowth.of("worker", THREADS, usages).flat()).isTrue();
    assertThat(UsageGrowth.of("worker", FILES, usages).flat()).isTrue();
  }

  @Test
  void whatGrowsOverRestartsIsNotFlat() {
    var usages = samples(i -> usage(i, 100 + 5 * i, 50, 120));

    var growth = UsageGrowth.of("worker", HEAP, usages);

    assertThat(growth.firstThird()).isEqualTo(125);
    assertThat(growth.lastThird()).isEqualTo(225);
    assertThat(growth.flat()).isFalse();
  }

  @Test
  void whatGrowsInEachProcessIsNotFlatThoughRestartsUndoIt() {
    var usages = samples(i -> usage(i, 100, 50, 120 + 40 * (i % SAMPLES_OF_A_LIFE)));

    var growth = UsageGrowth.of("worker", FILES, usages);

    assertThat(growth.firstThird()).isEqualTo(growth.lastThird());
    assertThat(growth.young()).isEqualTo(120);
    assertThat(growth.old()).isEqualTo(280);
    assertThat(growth.flat()).isFalse();
  }

  @Test
  void aLittleMoreIsFlat() {
    var usages = samples(i -> usage(i, 40 + i, 50, 120));

    assertThat(UsageGrowth.of("worker", HEAP, usages).flat()).isTrue();
  }

  @Test
  void onePeakIsNotGrowth() {
    var usages = samples(i -> usage(i, 100, i == 29 ? 900 : 50, 120));

    assertThat(UsageGrowth.of("worker", THREADS, usages).flat()).isTrue();
  }

  @Test
  void oneSampleIsFlat() {
    assertThat(UsageGrowth.of("worker", HEAP, List.of(usage(0, 100, 50, 120))).flat()).isTrue();
  }

  private static List<ServiceUsage> samples(IntFunction<ServiceUsage> usage) {
    return IntStream.range(0, LIVES * SAMPLES_OF_A_LIFE).mapToObj(usage).toList();
  }

  private static ServiceUsage usage(int number, long mebibytes, int threads, int files) {
    return new ServiceUsage(number / SAMPLES_OF_A_LIFE, mebibytes << 20, threads, files);
  }
}
