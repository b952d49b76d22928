"""The catalogue as DCAT-AP 3.0.1 and GeoDCAT-AP, which portals of open data harvest."""
