package io.reprise.ingest.client;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;

/** As Avro's code generator would write it, with its note on Java's strings. */
public final class Purchase extends SpecificRecordBase {
  private static final long serialVersionUID = 1L;

  public static final Schema SCHEMA$ =
      new Schema.Parser()
          .parse(
              """
              {"type":"record","name":"Purchase","namespace":"io.reprise.ingest.client","fields":[
                {"name":"item","type":{"type":"string","avro.java.string":"String"}},
                {"name":"amountCents","type":"long","default":0}]}
              """);

  /** The same as a person would have registered it. */
  static final Schema AS_REGISTERED =
      new Schema.Parser()
          .parse(
              """
              {"type":"record","name":"Purchase","namespace":"io.reprise.ingest.client",
               "doc":"Something was bought.","fields":[
                {"name":"item","type":"string"},
                {"name":"amountCents","type":"long","default":0}]}
              """);

  private String item;
  private long amountCents;

  public Purchase() {}

  Purchase(String item, long amountCents) {
    this.item = item;
    this.amountCents = amountCents;
  }

  @Override
  public Schema getSchema() {
    return SCHEMA$;
  }

  @Override
  public Object get(int field) {
    return field == 0 ? item : (Object) amountCents;
  }

  @Override
  public void put(int field, Object value) {
    if (field == 0) {
      item = String.valueOf(value);
    } else {
      amountCents = (Long) value;
    }
  }
}
