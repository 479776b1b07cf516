package io.reprise.store.object.s3;

import io.reprise.store.object.store.ObjectCreator.Created;
import io.reprise.store.object.store.ObjectFacts;
import io.reprise.store.object.store.ObjectFetcher;
import io.reprise.store.object.store.ObjectStore;
import io.reprise.store.object.store.ObjectStoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Tests whether an object store has the properties that an archive needs. For this, creates, reads
 * and removes objects whose names begin with {@code probe/}.
 */
public final class StoreProbe {
  private static final String UNDER = "probe/";
  private static final String FENCE = "fencing former writers of a commit log, and so policy MOVE";
  private static final int ROUNDS = 4;
  private static final int RACERS = 4;

  /**
   * The result of testing one of the properties that an archive needs of its store.
   *
   * @param promise the property, as a statement about the store
   * @param holds whether the statement was true during this probe
   * @param matters what in the archive depends on the property
   */
  public record Finding(String promise, boolean holds, String matters) {}

  /**
   * The result of a probe.
   *
   * @param createOnly whether the store overwrote no existing object during the probe; an archive
   *     depends on this to fence former writers
   * @param findings one finding for each tested property
   */
  public record Result(boolean createOnly, List<Finding> findings) {}

  private final ObjectStore store;
  private final String under;

  private StoreProbe(ObjectStore store, String nonce) {
    this.store = store;
    this.under = UNDER + nonce + "/";
  }

  /**
   * Tests whether {@code store} has the properties that an archive needs, and then removes the
   * objects that the test has created.
   *
   * @param nonce a text that becomes part of the object names; two probes at the same time need
   *     different texts
   * @throws ObjectStoreException if the store refuses a request or cannot be reached
   */
  public static Result run(ObjectStore store, String nonce) {
    var probe = new StoreProbe(store, nonce);
    try {
      return probe.run();
    } finally {
      probe.clean();
    }
  }

  /**
   * Sends one small request to the store, and returns normally if the store answers. The request
   * creates nothing.
   *
   * @throws ObjectStoreException if the store refuses the request or cannot be reached
   */
  public static void requireAnswer(ObjectFetcher store) {
    store.list(UNDER, null);
  }

  private Result run() {
    boolean racing = oneOfManyWins();
    boolean keeps = secondCreationIsRefused();
    var findings = new ArrayList<Finding>();
    findings.add(
        new Finding("exactly one of several concurrent creations succeeds", racing, FENCE));
    findings.add(new Finding("an existing object is never overwritten", keeps, FENCE));
    if (store instanceof S3ObjectStore s3) {
      findings.add(
          finding(
              "exactly one of several concurrent uploads in parts succeeds",
              () -> oneOfTwoInPartsWins(s3),
              "large segments: a segment is never overwritten"));
    }
    findings.add(
        finding(
            "an object can be read directly after its creation",
            this::readsBack,
            "verification after upload"));
    findings.add(
        finding(
            "a listing shows an object directly after its creation",
            this::lists,
            "finding the newest entry of a commit log"));
    findings.add(
        finding("a part of an object can be read", this::readsRange, "replays from the archive"));
    findings.add(finding("an object can be removed", this::removes, "garbage collection"));
    return new Result(racing && keeps, List.copyOf(findings));
  }

  private static Finding finding(String promise, BooleanSupplier trial, String matters) {
    return new Finding(promise, trial.getAsBoolean(), matters);
  }

  private boolean oneOfManyWins() {
    for (int round = 0; round < ROUNDS; round++) {
      var name = under + "race-" + round;
      if (!isKept(
          name, ConcurrentCreations.of(RACERS, i -> store.createIfAbsent(name, content(i))))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns whether several concurrent creations of the object {@code name} have left one intact
   * object. At most one creation may have reported that it created the object, and the object must
   * have the content of this creation. It is also correct if no creation has reported this: a
   * client whose first answer was lost repeats its request, and then finds the object that it
   * created itself.
   */
  private boolean isKept(String name, List<Created> created) {
    int winner = created.indexOf(Created.NOW);
    var found = store.find(name);
    return winner == created.lastIndexOf(Created.NOW)
        && found.isPresent()
        && (winner < 0 || holds(found, content(winner)));
  }

  private boolean secondCreationIsRefused() {
    var name = under + "twice";
    store.createIfAbsent(name, content(0));
    boolean refused = store.createIfAbsent(name, content(1)) == Created.BEFORE;
    return refused && holds(store.find(name), content(0));
  }

  private boolean oneOfTwoInPartsWins(S3ObjectStore s3) {
    var name = under + "parts";
    try {
      var empty = Files.createTempFile("reprise-probe-", ".bin");
      try {
        var created =
            ConcurrentCreations.of(
                2, i -> s3.createInParts(name, PrefixedFile.of(content(i), empty)));
        return isKept(name, created);
      } finally {
        Files.delete(empty);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create or delete a temporary file for a probe", e);
    }
  }

  private boolean readsBack() {
    return store.createIfAbsent(under + "a", content(0)) == Created.NOW
        && holds(store.find(under + "a"), content(0));
  }

  private boolean lists() {
    store.createIfAbsent(under + "b", content(1));
    var behindA = store.list(under, under + "a").stream().map(ObjectFacts::name).toList();
    return !behindA.isEmpty() && behindA.get(0).equals(under + "b");
  }

  private boolean readsRange() {
    return Arrays.equals(store.range(under + "a", 1, 2), Arrays.copyOfRange(content(0), 1, 3));
  }

  private boolean removes() {
    store.remove(under + "a");
    return store.find(under + "a").isEmpty();
  }

  private static boolean holds(Optional<byte[]> found, byte[] content) {
    return found.isPresent() && Arrays.equals(found.get(), content);
  }

  private static byte[] content(int racer) {
    return ("racer " + racer).getBytes(StandardCharsets.UTF_8);
  }

  private void clean() {
    store.list(under, null).forEach(left -> store.remove(left.name()));
  }
}
