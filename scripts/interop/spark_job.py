"""The rubric on Spark: spark_job.py RUBRIC.SQL SHEETS.PARQUET RESULTS.PARQUET."""

import sys
from pathlib import Path

from pyspark.sql import SparkSession

rubric, sheets, results = sys.argv[1:]
spark = SparkSession.builder.appName("fitcheck").getOrCreate()
spark.read.parquet(sheets).createOrReplaceTempView("answers")
spark.sql(Path(rubric).read_text(encoding="utf-8")).write.parquet(results)
