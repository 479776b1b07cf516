package io.reprise.archiver.operate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One kind of damage to an archive.
 *
 * @param what description of the damage
 * @param culprits objects of which the proof must name at least one
 */
record StoreDamage(String what, Set<String> culprits) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Damages {@code objects}. */
  static StoreDamage to(TreeMap<String, byte[]> objects, Random random) {
    var data = names(objects, ".*/data/.*\\.avro");
    var indexes = names(objects, ".*/data/.*\\.idx");
    var entries = names(objects, ".*/log/\\d{20}\\.json");
    var checkpoints = names(objects, ".*/log/ckpt-.*");
    return switch (random.nextInt(15)) {
      case 0, 1 -> flip(objects, pick(data, random), random);
      case 2 -> flip(objects, pick(indexes, random), random);
      case 3 -> flip(objects, pick(entries, random), random);
      case 4 -> flip(objects, pick(checkpoints, random), random);
      case 5 -> remove(objects, pick(data, random));
      case 6 -> remove(objects, pick(indexes, random));
      case 7 -> remove(objects, pick(entries, random));
      case 8 -> swap(objects, data, random);
      case 9 -> swap(objects, indexes, random);
      case 10 -> swap(objects, entries, random);
      case 11 -> cut(objects, pick(random.nextBoolean() ? data : entries, random), random);
      case 12 -> forge(objects, pick(entries, random));
      case 13 -> forgeChain(objects, pick(entries, random));
      default -> forgeNext(objects, pick(entries, random));
    };
  }

  private static List<String> names(TreeMap<String, byte[]> objects, String form) {
    return objects.keySet().stream().filter(name -> name.matches(form)).toList();
  }

  private static String pick(List<String> names, Random random) {
    return names.get(random.nextInt(names.size()));
  }

  private static StoreDamage flip(TreeMap<String, byte[]> objects, String name, Random random) {
    var bytes = objects.get(name).clone();
    int at = random.nextInt(bytes.length);
    bytes[at] ^= (byte) (1 << random.nextInt(8));
    objects.put(name, bytes);
    return new StoreDamage("a bit flipped in byte " + at + " of " + name, Set.of(name));
  }

  private static StoreDamage remove(TreeMap<String, byte[]> objects, String name) {
    objects.remove(name);
    return new StoreDamage("missing " + name, Set.of(name));
  }

  private static StoreDamage cut(TreeMap<String, byte[]> objects, String name, Random random) {
    var bytes = objects.get(name);
    objects.put(name, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
    return new StoreDamage("cut short " + name, Set.of(name));
  }

  private static StoreDamage swap(
      TreeMap<String, byte[]> objects, List<String> names, Random random) {
    var one = pick(names, random);
    var other = pick(names.stream().filter(n -> !n.equals(one)).toList(), random);
    var bytes = objects.put(one, objects.get(other));
    objects.put(other, bytes);
    return new StoreDamage("swapped " + one + " and " + other, Set.of(one, other));
  }

  /** The entry is valid JSON, but the hash in the next entry does not match it. */
  private static StoreDamage forge(TreeMap<String, byte[]> objects, String name) {
    var entry = entry(objects, name);
    entry.put("at", "2001-01-01T00:00:00Z");
    objects.put(name, bytes(entry));
    return new StoreDamage("forged " + name, Set.of(name));
  }

  /** All later entries have correct new hashes: only the anchor in Kafka differs. */
  private static StoreDamage forgeChain(TreeMap<String, byte[]> objects, String name) {
    forge(objects, name);
    var directory = name.substring(0, name.lastIndexOf('/') + 1);
    var culprits = new TreeSet<>(Set.of(name));
    var previous = name;
    for (var next : names(objects, java.util.regex.Pattern.quote(directory) + "\\d{20}\\.json")) {
      if (next.compareTo(name) > 0) {
        var entry = entry(objects, next);
        entry.put("prevSha256", sha256(objects.get(previous)));
        objects.put(next, bytes(entry));
        culprits.add(next);
        previous = next;
      }
    }
    objects.keySet().removeIf(n -> n.startsWith(directory + "ckpt-"));
    return new StoreDamage("forged with all that follows " + name, culprits);
  }

  /** An entry with a correct hash that no archiver wrote. */
  private static StoreDamage forgeNext(TreeMap<String, byte[]> objects, String name) {
    var directory = name.substring(0, name.lastIndexOf('/') + 1);
    var all = names(objects, java.util.regex.Pattern.quote(directory) + "\\d{20}\\.json");
    var last = all.get(all.size() - 1);
    var entry = entry(objects, last);
    long seq = entry.get("seq").asLong() + 1;
    entry.put("seq", seq).put("prevSha256", sha256(objects.get(last)));
    entry.put("epoch", entry.get("epoch").asLong() + 1);
    entry.set("op", JSON.createObjectNode().put("type", "CLAIM").put("writer", "mallory"));
    var forged = directory + "%020d.json".formatted(seq);
    objects.put(forged, bytes(entry));
    return new StoreDamage("forged at the end " + forged, Set.of(forged));
  }

  private static ObjectNode entry(TreeMap<String, byte[]> objects, String name) {
    try {
      return (ObjectNode) JSON.readTree(objects.get(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(ObjectNode entry) {
    try {
      return JSON.writeValueAsBytes(entry);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
