package io.reprise.trials.chaos.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.trials.chaos.compactor.CompactorFaultInjector.Fault;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompactorFaultInjectorTest {
  @Test
  void everyRunHasEveryKindOfFault() {
    for (long seed = 0; seed < 200; seed++) {
      assertThat(CompactorFaultInjector.of(new Random(seed))).contains(Fault.values());
    }
  }
}
