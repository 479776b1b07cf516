package io.reprise.ingest.service.dedupe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdTableTest {
  /** Few homes, so that probes run into each other and around the table's end. */
  private static IdHash hash(int number, int homes) {
    return new IdHash(number, (long) (number % homes) << 8);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 100, 1_000_000})
  void holdsWhatAModelHoldsHoweverHashesCollide(int homes) {
    var random = new Random(homes);
    var table = new IdTable();
    var model = new LinkedHashMap<IdHash, StoredId>();
    for (int step = 0; step < 20_000; step++) {
      var hash = hash(random.nextInt(400), homes);
      if (random.nextInt(100) < 55 && !model.containsKey(hash)) {
        var id = new StoredId(hash, random.nextInt(1 << 20), step, 1_700_000_000_000L + step);
        table.add(id);
        model.put(hash, id);
      } else if (!model.isEmpty() && random.nextBoolean()) {
        table.removeOldest();
        model.remove(model.keySet().iterator().next());
      }
      assertThat(table.find(hash)).isEqualTo(model.get(hash));
      assertThat(table.size()).isEqualTo(model.size());
    }
    for (int number = 0; number < 400; number++) {
      var hash = hash(number, homes);
      assertThat(table.find(hash)).isEqualTo(model.get(hash));
    }
  }

  @Test
  void aReplacedIdIsFoundAtItsNewPlaceAndSurvivesTheOldOne() {
    var table = new IdTable();
    var hash = new IdHash(1, 2);
    table.add(new StoredId(hash, 0, 10, 1_000));
    var newer = new StoredId(hash, 3, 20, 2_000);
    table.add(newer);

    table.removeOldest();

    assertThat(table.find(hash)).isEqualTo(newer);
    assertThat(table.oldestMillis()).isEqualTo(2_000);
    table.removeOldest();
    assertThat(table.find(hash)).isNull();
    assertThat(table.oldestMillis()).isEqualTo(Long.MAX_VALUE);
  }
}
