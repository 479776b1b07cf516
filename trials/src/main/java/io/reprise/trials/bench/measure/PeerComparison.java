package io.reprise.trials.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Measures a subject and its peer alternately, so that a machine that slows down affects both. The
 * subject is a part of Reprise; the peer is the tool with which it is compared. Each pair of
 * measurements gives a ratio; the result is the median of the ratios.
 *
 * @param pairs at least one
 */
public record PeerComparison(List<Pair> pairs) {

  /** One measurement of the subject and one of its peer, taken directly one after the other. */
  public record Pair(double ours, double peer) {
    public double ratio() {
      return ours / peer;
    }
  }

  /**
   * Measures the subject or the peer once. All measurements must return the same quantity in the
   * same unit, because ratios are computed from them.
   */
  @FunctionalInterface
  public interface Measurement {
    double take() throws InterruptedException;
  }

  public PeerComparison {
    pairs = List.copyOf(pairs);
  }

  /**
   * Measures {@code warmUps} pairs that are dropped, then {@code count} pairs. In the first pair
   * the subject is measured before the peer, in the second pair after the peer, and so on
   * alternately.
   */
  public static PeerComparison interleaved(
      int warmUps, int count, Measurement ours, Measurement peer) throws InterruptedException {
    var pairs = new ArrayList<Pair>();
    for (int i = 0; i < warmUps + count; i++) {
      var pair = i % 2 == 0 ? oursFirst(ours, peer) : peerFirst(ours, peer);
      if (i >= warmUps) {
        pairs.add(pair);
      }
    }
    return new PeerComparison(pairs);
  }

  private static Pair oursFirst(Measurement ours, Measurement peer) throws InterruptedException {
    double mine = ours.take();
    return new Pair(mine, peer.take());
  }

  private static Pair peerFirst(Measurement ours, Measurement peer) throws InterruptedException {
    double theirs = peer.take();
    return new Pair(ours.take(), theirs);
  }

  public Samples ours() {
    return samples(Pair::ours);
  }

  public Samples peer() {
    return samples(Pair::peer);
  }

  public Samples ratios() {
    return samples(Pair::ratio);
  }

  private Samples samples(ToDoubleFunction<Pair> value) {
    return new Samples(pairs.stream().mapToDouble(value).boxed().toList());
  }
}
